using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>
/// Values that make one signature valid for two requests. Values are signed without encoding: <c>msgBody=a&amp;b=2</c> is the signed text of a
/// body <c>a&amp;b=2</c>, and of a body <c>a</c> with a parameter <c>b</c>. Of all requests with the same signed text, at most one is accepted:
/// the one in which everything that can be a parameter that the action reads is one, and everything else belongs to the value before it.
/// </summary>
internal static class AmbiguousValues
{
    /// <summary>Refuses a verified request that is not the accepted one of its signed text.</summary>
    /// <param name="parameters">The parameters. They are sorted.</param>
    /// <param name="names">The parameters that the action reads.</param>
    /// <returns>How many bytes were examined, for tests that bound the cost.</returns>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.ParameterKeyFormatError"/>; <see cref="CmqErrors.ParameterNotRepeatable"/> for a text that occurs twice, or besides elements of its name.</exception>
    public static long Refuse(V2Parameters parameters, ActionParameters names)
    {
        parameters.Sort();
        long examined = 0;
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
                throw new CmqServiceException(CmqErrors.ParameterNotRepeatable(Shown(name.IndexOf((byte)'.') is var dot and >= 0 ? name[..dot] : name)));
            if (isText && nextKind == ParameterKind.Unread)
                throw new CmqServiceException(CmqErrors.ParameterKeyFormatError(Shown(name)), "The action does not read the parameter that is signed next, and the signature does not show whether it is a part of this value. Leave it out.");
            examined += name.Length + value.Length;
            if (isText ? ContainsParameter(value, name, kind, nextSigned, names, ref examined) : ContainsPair(value, ref examined))
                throw new CmqServiceException(CmqErrors.ParameterKeyFormatError(Shown(name)), "The value contains the text of another parameter, and the signature does not show which of the two is meant.");
            next = name;
            nextKind = kind;

            // A body that begins with @ may be left out of the signed text.
            if (!isText || !value.StartsWith("@"u8))
                nextSigned = name;
        }

        return examined;
    }

    /// <summary>Whether a value that is not a text contains <c>&amp;name=</c>. No real client sends that.</summary>
    private static bool ContainsPair(ReadOnlySpan<byte> value, ref long examined)
    {
        int ampersand = value.IndexOf((byte)'&');
        if (ampersand < 0)
            return false;
        examined += value.Length - ampersand;
        return value[ampersand..].Contains((byte)'=');
    }

    /// <summary>
    /// Whether a text contains a parameter that the action reads, before which the text could end. If the action requires the text, only parameters
    /// count that sort after it and, unless they are texts themselves, which could contain the parameters that follow, before the next parameter.
    /// </summary>
    private static bool ContainsParameter(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name, ParameterKind kind, ReadOnlySpan<byte> next, ActionParameters names, ref long examined)
    {
        int ampersand = value.IndexOf((byte)'&');
        while (ampersand >= 0)
        {
            value = value[(ampersand + 1)..];
            ampersand = value.IndexOf((byte)'&');
            ReadOnlySpan<byte> pair = ampersand < 0 ? value : value[..ampersand];
            examined += pair.Length + 1;
            int equals = pair.IndexOf((byte)'=');
            if (equals < 0)
                continue;
            ReadOnlySpan<byte> inner = pair[..equals];
            ParameterKind innerKind = names.KindOf(inner);
            if (innerKind == ParameterKind.Unread)
                continue;
            bool fits = inner.SequenceCompareTo(name) > 0
                && (innerKind != ParameterKind.Word || next.IsEmpty || inner.SequenceCompareTo(next) < 0);
            if (kind == ParameterKind.Text || fits)
                return true;
        }

        return false;
    }

    /// <summary>A name as an error may contain it. Clients parse the code in the message's parentheses, so a name with parentheses is left out.</summary>
    private static string Shown(ReadOnlySpan<byte> name)
    {
        const int maxLength = 64;
        if (name.Length > maxLength)
            return "name";
        foreach (byte b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b != '.')
                return "name";
        }

        return Encoding.ASCII.GetString(name);
    }
}
