using System.Text;

namespace CmqContracts.Server;

/// <summary>What may stand in a parameter's value.</summary>
internal enum ParameterKind
{
    /// <summary>Anything: the action does not read it.</summary>
    Unread,

    /// <summary>A number, a name or another word that has no <c>&amp;</c>.</summary>
    Word,

    /// <summary>Any text, and the action can do without it.</summary>
    Text,

    /// <summary>Any text, and the action cannot do without it.</summary>
    RequiredText,
}

/// <summary>The parameters that an action reads, besides those that every request may have. A list is named with the dot before its elements' numbers.</summary>
internal sealed class ActionParameters
{
    private static readonly string[] Common = ["Action", "Nonce", "Region", "RequestClient", "SecretId", "SignatureMethod", "Timestamp", "Token", "Version", "Language", "clientRequestId"];

    // By their length, as each signed request looks up all of its names.
    private readonly (byte[] Name, ParameterKind Kind)[][] _byLength;

    /// <param name="words">Parameters that hold words.</param>
    /// <param name="texts">Parameters that hold texts, and that the action can do without.</param>
    /// <param name="requiredTexts">Parameters that hold texts, and that the action cannot do without.</param>
    /// <param name="unused">Words that real clients send along and the action does not use.</param>
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

    /// <summary>What real clients send along and the action does not use.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>The lists among those that the action reads, without their dots.</summary>
    public IEnumerable<string> Lists => Read.Where(static name => name.EndsWith('.')).Select(static name => name[..^1]);

    /// <summary>What a parameter of a name is for.</summary>
    public ParameterKind KindOf(ReadOnlySpan<byte> name)
    {
        int dot = name.IndexOf((byte)'.');
        if (dot >= 0)
        {
            ReadOnlySpan<byte> index = name[(dot + 1)..];
            bool isIndex = !index.IsEmpty && !index.ContainsAnyExceptInRange((byte)'0', (byte)'9');
            ParameterKind ofList = KindOfExactly(name[..(dot + 1)]);

            // The action refuses the list for any other index.
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
