using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Signing;

/// <summary>What a client does to parameters before it signs them, against the documents.</summary>
internal enum V2SigningQuirk
{
    /// <summary>Nothing: the documented form.</summary>
    None,

    /// <summary>Leaves out values that begin with <c>@</c>, an old rule for uploads: Python, PHP and qcloudapi-sdk, in a POST. Tolerated for message bodies only.</summary>
    AtBodiesLeftOut,

    /// <summary>Encodes values as in a form: clients in Go.</summary>
    ValuesEncoded,

    /// <summary>Joins the tags of a message in one <c>msgTag=a,b</c>: kainonly/cmq-node-sdk.</summary>
    TagsJoined,
}

/// <summary>One form in which a request may have been signed.</summary>
internal readonly record struct V2SignedForm(V2RequestLine Line, SignatureMethod Method, V2SigningQuirk Quirk = V2SigningQuirk.None)
{
    /// <summary>
    /// The forms in which real clients sign a request, the documented one first. Only the first ones of a large request are tried, so all
    /// hosts in the documented form come before the first quirk.
    /// </summary>
    public static IEnumerable<V2SignedForm> Tolerated(V2SignedForm documented, V2Parameters parameters, IReadOnlyList<string> otherHosts, bool acceptUnsignedAtBodies)
    {
        foreach (V2SigningQuirk quirk in Quirks(documented.Line, parameters, acceptUnsignedAtBodies))
        {
            foreach (V2RequestLine line in Lines(documented.Line, otherHosts))
                yield return documented with { Line = line, Quirk = quirk };
        }
    }

    /// <summary>Writes the text that is signed.</summary>
    public void WriteTo(PooledBufferWriter text, V2Parameters parameters)
    {
        parameters.Sort();
        Line.WriteTo(text);
        text.GetSpan(parameters.Length + (2 * parameters.Count));
        bool first = true, inTags = false;
        for (int i = 0; i < parameters.Count; i++)
        {
            ReadOnlySpan<byte> name = parameters.Name(i);
            ReadOnlySpan<byte> value = parameters.Value(i).Span;
            if (name.SequenceEqual("Signature"u8) || (Quirk == V2SigningQuirk.AtBodiesLeftOut && IsAtBody(name, value)))
                continue;
            bool tag = Quirk == V2SigningQuirk.TagsJoined && IsTag(name);
            if (tag && inTags)
            {
                text.Write(","u8);
                text.Write(value);
                continue;
            }

            inTags = tag;
            text.Write(first ? "?"u8 : "&"u8);
            first = false;
            WriteName(tag ? "msgTag"u8 : name, Line.NamesAsSent, text);
            if (Quirk == V2SigningQuirk.ValuesEncoded)
                WriteEncoded(value, text);
            else
                text.Write(value);
        }
    }

    private static IEnumerable<V2RequestLine> Lines(V2RequestLine requested, IReadOnlyList<string> otherHosts)
    {
        IEnumerable<string> hosts = otherHosts.Prepend(requested.Host).SelectMany(host => (string[])[host, WithoutPort(host)]).Distinct();
        return Paths(requested).SelectMany(path => hosts.Select(host => requested with { Host = host, Path = path }));
    }

    /// <summary>A server treats all paths alike, so any path may have been signed, as long as the signed parameters begin after the first <c>?</c> of the text: a path with one could move that beginning.</summary>
    private static IEnumerable<string> Paths(V2RequestLine requested)
    {
        yield return requested.Path;

        // A PHP client doubles the path of a GET after signing it.
        if (requested.Path == V2RequestLine.DefaultPath + V2RequestLine.DefaultPath)
            yield return V2RequestLine.DefaultPath;

        // Clients sign the path that they were given, and encode it when they send it.
        if (requested.Path.Contains('%', StringComparison.Ordinal) && Uri.UnescapeDataString(requested.Path) is var decoded && decoded != requested.Path && !decoded.Contains('?', StringComparison.Ordinal))
            yield return decoded;
    }

    private static string WithoutPort(string host)
    {
        int port = host.LastIndexOf(':');
        return port > 0 && !host.EndsWith(']') ? host[..port] : host;
    }

    private static IEnumerable<V2SigningQuirk> Quirks(V2RequestLine line, V2Parameters parameters, bool acceptUnsignedAtBodies)
    {
        yield return V2SigningQuirk.None;
        if (line.NamesAsSent)
            yield break;
        if (acceptUnsignedAtBodies && line.IsPost && LeavesBodiesOut(parameters))
            yield return V2SigningQuirk.AtBodiesLeftOut;
        if (JoinsTags(parameters))
            yield return V2SigningQuirk.TagsJoined;
        if (HasReserved(parameters))
            yield return V2SigningQuirk.ValuesEncoded;
    }

    private static bool LeavesBodiesOut(V2Parameters parameters)
    {
        if (!IsAction(parameters, V2Actions.SendMessage, V2Actions.BatchSendMessage, V2Actions.PublishMessage, V2Actions.BatchPublishMessage))
            return false;
        for (int i = 0; i < parameters.Count; i++)
        {
            if (IsAtBody(parameters.Name(i), parameters.Value(i).Span))
                return true;
        }

        return false;
    }

    /// <summary>Whether the tags can be told from the text in which they are joined.</summary>
    private static bool JoinsTags(V2Parameters parameters)
    {
        if (!IsAction(parameters, V2Actions.PublishMessage, V2Actions.BatchPublishMessage) || parameters.IndexOf("msgTag"u8) >= 0)
            return false;
        bool any = false;
        for (int i = 0; i < parameters.Count; i++)
        {
            if (!IsTag(parameters.Name(i)))
                continue;
            any = true;
            ReadOnlySpan<byte> tag = parameters.Value(i).Span;
            if (tag.IsEmpty || tag.Contains((byte)','))
                return false;
        }

        return any;
    }

    private static bool HasReserved(V2Parameters parameters)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            if (!parameters.Name(i).SequenceEqual("Signature"u8) && FormEncoding.HasReserved(parameters.Value(i).Span))
                return true;
        }

        return false;
    }

    private static bool IsAction(V2Parameters parameters, params ReadOnlySpan<string> names)
    {
        int action = parameters.IndexOf("Action"u8);
        if (action < 0)
            return false;
        foreach (string name in names)
        {
            if (Ascii.EqualsIgnoreCase(parameters.Value(action).Span, name))
                return true;
        }

        return false;
    }

    private static bool IsAtBody(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        value.StartsWith("@"u8) && name.StartsWith("msgBody"u8) && (name.Length == "msgBody".Length || IsElement(name["msgBody".Length..]));

    private static bool IsElement(ReadOnlySpan<byte> index) => index.Length > 1 && index[0] == '.' && !index[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool IsTag(ReadOnlySpan<byte> name) => name.StartsWith("msgTag."u8);

    private static void WriteName(ReadOnlySpan<byte> name, bool asSent, PooledBufferWriter text)
    {
        Span<byte> printed = text.GetSpan(name.Length)[..name.Length];
        if (asSent)
            name.CopyTo(printed);
        else
            name.Replace(printed, (byte)'_', (byte)'.');
        text.Advance(name.Length);
        text.Write("="u8);
    }

    /// <summary>Encoded as form values are, where a space is <c>+</c>.</summary>
    private static void WriteEncoded(ReadOnlySpan<byte> value, PooledBufferWriter text)
    {
        int space;
        while ((space = value.IndexOf((byte)' ')) >= 0)
        {
            FormEncoding.Encode(value[..space], text);
            text.Write("+"u8);
            value = value[(space + 1)..];
        }

        FormEncoding.Encode(value, text);
    }
}
