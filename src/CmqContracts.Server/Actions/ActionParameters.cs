using System.Text;

namespace CmqContracts.Server;

/// <summary>What a parameter's value may contain.</summary>
internal enum ParameterKind
{
    /// <summary>Anything: the action does not read it.</summary>
    Unread,

    /// <summary>A number, a name or another word without <c>&amp;</c>.</summary>
    Word,

    /// <summary>Any text. The parameter is optional.</summary>
    Text,

    /// <summary>Any text. The parameter is required.</summary>
    RequiredText,
}

/// <summary>The parameters that an action reads, besides those that every request may have. The name of a list ends with the dot that comes before the numbers of its elements.</summary>
internal sealed class ActionParameters
{
    private static readonly string[] Common = ["Action", "Nonce", "Region", "RequestClient", "SecretId", "SignatureMethod", "Timestamp", "Token", "Version", "Language", "clientRequestId"];

    // Indexed by length, because every name of every signed request is looked up.
    private readonly (byte[] Name, ParameterKind Kind)[][] _byLength;

    /// <param name="words">Parameters that contain words.</param>
    /// <param name="texts">Optional parameters that contain any text.</param>
    /// <param name="requiredTexts">Required parameters that contain any text.</param>
    /// <param name="unused">Words that real clients send and the action does not read.</param>
    public ActionParameters(string[] words, string[]? texts = null, string[]? requiredTexts = null, string[]? unused = null)
    {
        Read = [.. words, .. texts ?? [], .. requiredTexts ?? []];
        Unused = unused ?? [];
        IEnumerable<(byte[] Name, ParameterKind Kind)> all = new[] { (requiredTexts ?? [], ParameterKind.RequiredText), (texts ?? [], ParameterKind.Text), (words, ParameterKind.Word), (Unused, ParameterKind.Word), (Common, ParameterKind.Word) }
            .SelectMany(static names => names.Item1, static (names, name) => (Encoding.ASCII.GetBytes(name), names.Item2));
        ILookup<int, (byte[] Name, ParameterKind Kind)> byLength = all.ToLookup(static known => known.Name.Length);
        _byLength = [.. Enumerable.Range(0, byLength.Max(static names => names.Key) + 1).Select(length => byLength[length].ToArray())];
    }

    /// <summary>What the action reads.</summary>
    public IReadOnlyList<string> Read { get; }

    /// <summary>What real clients send and the action does not read.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>The names of the lists that the action reads, without the dot.</summary>
    public IEnumerable<string> Lists => Read.Where(static name => name.EndsWith('.')).Select(static name => name[..^1]);

    /// <summary>The kind of the parameter of a name.</summary>
    public ParameterKind KindOf(ReadOnlySpan<byte> name)
    {
        int dot = name.IndexOf((byte)'.');
        if (dot >= 0)
        {
            ReadOnlySpan<byte> index = name[(dot + 1)..];
            bool isIndex = !index.IsEmpty && !index.ContainsAnyExceptInRange((byte)'0', (byte)'9');
            ParameterKind ofList = KindOfExactly(name[..(dot + 1)]);

            // The action refuses an element with any other index, so its value is no text.
            return isIndex || ofList == ParameterKind.Unread ? ofList : ParameterKind.Word;
        }

        return KindOfExactly(name);
    }

    private ParameterKind KindOfExactly(ReadOnlySpan<byte> name)
    {
        if (name.Length >= _byLength.Length)
            return ParameterKind.Unread;
        foreach ((byte[] known, ParameterKind kind) in _byLength[name.Length])
        {
            if (name.SequenceEqual(known))
                return kind;
        }

        return ParameterKind.Unread;
    }
}
