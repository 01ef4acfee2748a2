using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Signing;

/// <summary>What a client does to parameters before it signs them, against the documents.</summary>
internal enum V2SigningHabit
{
    /// <summary>Nothing: the documented form.</summary>
    None,

    /// <summary>Leaves out values that begin with <c>@</c>, an old rule for uploads: Python, PHP and qcloudapi-sdk, in a POST.</summary>
    AtValuesLeftOut,

    /// <summary>Encodes values as in a form: venuses/go-cmq, in a GET.</summary>
    ValuesEncoded,

    /// <summary>Joins the tags of a message in one <c>msgTag=a,b</c>: kainonly/cmq-node-sdk.</summary>
    TagsJoined,
}

/// <summary>One form in which a request may have been signed.</summary>
internal readonly record struct V2SignedForm(V2RequestLine Line, SignatureMethod Method, V2SigningHabit Habit = V2SigningHabit.None)
{
    /// <summary>The forms in which real clients sign a request, beside the documented one.</summary>
    public static IEnumerable<V2SignedForm> Tolerated(V2SignedForm documented, V2Parameters parameters, bool methodIsNamed, IReadOnlyList<string> otherHosts)
    {
        V2SigningHabit[] habits = [.. Habits(documented.Line, parameters)];
        foreach (V2RequestLine line in Lines(documented.Line, otherHosts))
        {
            foreach (V2SigningHabit habit in habits)
            {
                yield return new V2SignedForm(line, documented.Method, habit);
                if (!methodIsNamed)
                    yield return new V2SignedForm(line, SignatureMethod.HmacSHA256, habit);
            }
        }
    }

    /// <summary>Writes the text that is signed.</summary>
    public void WriteTo(PooledBufferWriter text, V2Parameters parameters)
    {
        parameters.Sort();
        Line.WriteTo(text);
        bool first = true, inTags = false;
        for (int i = 0; i < parameters.Count; i++)
        {
            ReadOnlySpan<byte> name = parameters.Name(i);
            ReadOnlySpan<byte> value = parameters.Value(i).Span;
            if (name.SequenceEqual("Signature"u8) || (Habit == V2SigningHabit.AtValuesLeftOut && IsLeftOut(value)))
                continue;
            bool tag = Habit == V2SigningHabit.TagsJoined && IsTag(name);
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
            if (Habit == V2SigningHabit.ValuesEncoded)
                WriteEncoded(value, text);
            else
                text.Write(value);
        }
    }

    private static IEnumerable<V2RequestLine> Lines(V2RequestLine requested, IReadOnlyList<string> otherHosts)
    {
        IEnumerable<string> hosts = otherHosts.Prepend(requested.Host).SelectMany(host => (string[])[host, WithoutPort(host)]).Distinct();
        foreach (string host in hosts)
        {
            yield return requested with { Host = host };

            // A PHP client doubles the path of a GET after signing it.
            if (requested.Path == V2RequestLine.DefaultPath + V2RequestLine.DefaultPath)
                yield return requested with { Host = host, Path = V2RequestLine.DefaultPath };
        }
    }

    private static string WithoutPort(string host)
    {
        int port = host.LastIndexOf(':');
        return port > 0 && !host.EndsWith(']') ? host[..port] : host;
    }

    private static IEnumerable<V2SigningHabit> Habits(V2RequestLine line, V2Parameters parameters)
    {
        bool leavesOut = false, joins = false;
        for (int i = 0; i < parameters.Count; i++)
        {
            leavesOut |= line.IsPost && IsLeftOut(parameters.Value(i).Span);
            joins |= IsTag(parameters.Name(i));
        }

        yield return V2SigningHabit.None;
        if (leavesOut)
            yield return V2SigningHabit.AtValuesLeftOut;
        if (joins)
            yield return V2SigningHabit.TagsJoined;
        if (!line.IsPost)
            yield return V2SigningHabit.ValuesEncoded;
    }

    private static bool IsLeftOut(ReadOnlySpan<byte> value) => value.StartsWith("@"u8);

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
