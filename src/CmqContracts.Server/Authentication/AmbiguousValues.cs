using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>
/// Values by which one signature covers two requests. They are signed as they are: <c>msgBody=a&amp;b=2</c> is signed for a body of
/// <c>a&amp;b=2</c> as for a body of <c>a</c> and a parameter <c>b</c>. Of the requests that one signed text can be cut into, at most
/// one passes: what the action reads is a parameter where it can be one, and all else belongs to the text before it.
/// </summary>
internal static class AmbiguousValues
{
    /// <summary>Refuses a verified request that is not the one way to cut its signed text.</summary>
    /// <param name="parameters">The parameters. They are brought into signing order.</param>
    /// <param name="names">The parameters that the action reads.</param>
    /// <returns>How many bytes were looked at, which bounds what it costs.</returns>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.KeyMalformed"/>; <see cref="CmqErrors.NotRepeatable"/> for a text that is there twice, or beside elements of its name.</exception>
    public static long Refuse(V2Parameters parameters, ActionParameters names)
    {
        parameters.Sort();
        long looked = 0;
        ReadOnlySpan<byte> next = default, nextSigned = default;
        ParameterKind nextKind = ParameterKind.Word;
        for (int i = parameters.Count - 1; i >= 0; i--)
        {
            ReadOnlySpan<byte> name = parameters.Name(i);
            if (name.SequenceEqual("Signature"u8))
                continue;
            ReadOnlySpan<byte> value = parameters.Value(i).Span;
            ParameterKind kind = names.KindOf(name);
            bool isText = kind is ParameterKind.Text or ParameterKind.RequiredText;
            if (isText && next.StartsWith(name) && (next.Length == name.Length || next[name.Length] == '.'))
                throw new CmqServiceException(CmqErrors.NotRepeatable(Shown(name.IndexOf((byte)'.') is var dot and >= 0 ? name[..dot] : name)));
            if (isText && nextKind == ParameterKind.Unread)
                throw new CmqServiceException(CmqErrors.KeyMalformed(Shown(name)), "The action does not read the parameter that is signed next, and the signature does not tell whether it is a part of this value. Leave it out.");
            looked += name.Length + value.Length;
            if (isText ? HoldsParameter(value, name, kind, nextSigned, names, ref looked) : HoldsPair(value, ref looked))
                throw new CmqServiceException(CmqErrors.KeyMalformed(Shown(name)), "The value holds the text of another parameter, and the signature does not tell which of the two was meant.");
            next = name;
            nextKind = kind;

            // A body that begins with @ may be left out of the signed text.
            if (!isText || !value.StartsWith("@"u8))
                nextSigned = name;
        }

        return looked;
    }

    /// <summary>Whether what is not a text holds <c>&amp;name=</c>. Nobody sends that.</summary>
    private static bool HoldsPair(ReadOnlySpan<byte> value, ref long looked)
    {
        int ampersand = value.IndexOf((byte)'&');
        if (ampersand < 0)
            return false;
        looked += value.Length - ampersand;
        return value[ampersand..].Contains((byte)'=');
    }

    /// <summary>
    /// Whether a text could end before a parameter that the action reads. If the action cannot do without the text, that parameter would
    /// be signed behind it; and it would be signed before the next one, or be a text that can hold the next ones.
    /// </summary>
    private static bool HoldsParameter(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name, ParameterKind kind, ReadOnlySpan<byte> next, ActionParameters names, ref long looked)
    {
        int ampersand = value.IndexOf((byte)'&');
        while (ampersand >= 0)
        {
            value = value[(ampersand + 1)..];
            ampersand = value.IndexOf((byte)'&');
            ReadOnlySpan<byte> pair = ampersand < 0 ? value : value[..ampersand];
            looked += pair.Length + 1;
            int equals = pair.IndexOf((byte)'=');
            if (equals < 0)
                continue;
            ReadOnlySpan<byte> held = pair[..equals];
            ParameterKind heldKind = names.KindOf(held);
            if (heldKind == ParameterKind.Unread)
                continue;
            bool fits = held.SequenceCompareTo(name) > 0
                && (heldKind != ParameterKind.Word || next.IsEmpty || held.SequenceCompareTo(next) < 0);
            if (kind == ParameterKind.Text || fits)
                return true;
        }

        return false;
    }

    /// <summary>A name as an error may show it: clients read codes out of the reply's brackets, so what they sent may not add any.</summary>
    private static string Shown(ReadOnlySpan<byte> name)
    {
        const int longest = 64;
        if (name.Length > longest)
            return "name";
        foreach (byte b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b != '.')
                return "name";
        }

        return Encoding.ASCII.GetString(name);
    }
}
