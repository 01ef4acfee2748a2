using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Protocol;

/// <summary>
/// Replaces the values at some places of JSON documents, whatever they are, before anybody sees them: by one pass over the bytes, all other bytes of which
/// stay as they are. What looks like JSON and is none is not shown at all, as its places cannot be found.
/// </summary>
internal sealed class JsonMask
{
    /// <summary>How many places at most: one bit of a number each.</summary>
    public const int MaxPaths = 64;

    /// <summary>Bounds how deep the walk through a document goes.</summary>
    private const int MaxPathLength = 4096;

    private readonly JsonPath[] _paths;

    private JsonMask(JsonPath[] paths) => _paths = paths;

    /// <summary>What stands at a masked place.</summary>
    public static ReadOnlySpan<byte> Masked => "\"***\""u8;

    /// <summary>What stands in place of a body in which the places cannot be found.</summary>
    public static ReadOnlyMemory<byte> HiddenBody { get; } =
        "\"This body is not shown: it looks like JSON and is not valid JSON, so the values that are masked cannot be found in it.\""u8.ToArray();

    /// <summary>Makes a mask.</summary>
    /// <param name="paths">The places, for which <see cref="FindProblem"/> finds nothing, at most <see cref="MaxPaths"/>.</param>
    /// <returns>The mask; <see langword="null"/>: there are no places.</returns>
    /// <exception cref="ArgumentException">A path is none, or there are too many.</exception>
    public static JsonMask? Of(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count > MaxPaths)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"There are {paths.Count} paths; at most {MaxPaths} are allowed."), nameof(paths));
        return paths.Count == 0 ? null : new JsonMask([.. paths.Select(Parse)]);
    }

    /// <summary>What is wrong with a path, as the end of a sentence; <see langword="null"/>: nothing.</summary>
    public static string? FindProblem(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length > MaxPathLength)
            return string.Create(CultureInfo.InvariantCulture, $"it has {path.Length} characters, and at most {MaxPathLength} are allowed");
        return JsonPath.TryParse(path, out _, out string? problem) ? null : problem;
    }

    /// <summary>A body as it may be shown.</summary>
    /// <returns>The body itself, where nothing of it is masked.</returns>
    public ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> bytes = body.Span;
        int start = bytes.StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0;
        if (!MayHavePlaces(bytes))
            return body;
        List<Range>? found = null;

        // Not bounded, as otherwise the depth of a masked value would decide whether the others are shown; only the paths' depth costs stack.
        Utf8JsonReader reader = new(bytes[start..], new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            reader.Read();
            Find(ref reader, 0, _paths.Length == MaxPaths ? ulong.MaxValue : (1UL << _paths.Length) - 1, ref found);
            reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: half of a surrogate pair in a name.
            return HiddenBody;
        }

        return found is null ? body : Replace(bytes, start, found);
    }

    private static JsonPath Parse(string text)
    {
        string? problem = FindProblem(text);
        if (problem is null && JsonPath.TryParse(text, out JsonPath? path, out problem))
            return path;
        throw new ArgumentException($"A path is none: {problem}.", nameof(text));
    }

    /// <summary>
    /// Whether a body may be JSON that has one of the places. Of what stands before its first brace nothing is taken too seriously: a reader that forgives
    /// more than ours does shall not find what was not masked.
    /// </summary>
    private bool MayHavePlaces(ReadOnlySpan<byte> body)
    {
        while (Rune.DecodeFromUtf8(body, out Rune first, out int length) == OperationStatus.Done)
        {
            if (!Rune.IsWhiteSpace(first) && !Rune.IsControl(first) && Rune.GetUnicodeCategory(first) != UnicodeCategory.Format)
                return first.Value is '{' or '[' || MasksAll();
            body = body[length..];
        }

        return !body.IsEmpty && MasksAll();
    }

    /// <summary>Whether one of the places is the whole body.</summary>
    private bool MasksAll() => Array.Exists(_paths, static path => path.Depth == 0);

    /// <summary>Reads the value that the reader is at to its end, and notes what of it is masked.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="depth">How many levels below the whole document the value is.</param>
    /// <param name="active">The paths that lead to the value or into it, a bit each.</param>
    /// <param name="found">What is masked.</param>
    private void Find(ref Utf8JsonReader reader, int depth, ulong active, ref List<Range>? found)
    {
        if (active != 0 && EndsAt(depth, active))
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            (found ??= []).Add(start..(int)reader.BytesConsumed);
        }
        else if (active != 0 && reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ulong next = 0;
                for (int i = 0; i < _paths.Length; i++)
                    next |= ((active >> i) & 1) != 0 && _paths[i].LeadsToMember(ref reader, depth) ? 1UL << i : 0;
                reader.Read();
                Find(ref reader, depth + 1, next, ref found);
            }
        }
        else if (active != 0 && reader.TokenType == JsonTokenType.StartArray)
        {
            for (int item = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; item++)
            {
                ulong next = 0;
                for (int i = 0; i < _paths.Length; i++)
                    next |= ((active >> i) & 1) != 0 && _paths[i].LeadsToItem(item, depth) ? 1UL << i : 0;
                Find(ref reader, depth + 1, next, ref found);
            }
        }
        else
        {
            reader.Skip();
        }
    }

    private bool EndsAt(int depth, ulong active)
    {
        for (int i = 0; i < _paths.Length; i++)
        {
            if (((active >> i) & 1) != 0 && _paths[i].Depth == depth)
                return true;
        }

        return false;
    }

    /// <param name="body">The body.</param>
    /// <param name="offset">Where in it the ranges begin to count.</param>
    /// <param name="ranges">What is replaced, from the first on; none overlap.</param>
    private static byte[] Replace(ReadOnlySpan<byte> body, int offset, List<Range> ranges)
    {
        int length = body.Length;
        foreach (Range range in ranges)
            length += Masked.Length - (range.End.Value - range.Start.Value);
        byte[] masked = new byte[length];
        Span<byte> rest = masked;
        int copied = 0;
        foreach (Range range in ranges)
        {
            ReadOnlySpan<byte> before = body[copied..(offset + range.Start.Value)];
            before.CopyTo(rest);
            Masked.CopyTo(rest[before.Length..]);
            rest = rest[(before.Length + Masked.Length)..];
            copied = offset + range.End.Value;
        }

        body[copied..].CopyTo(rest);
        return masked;
    }
}
