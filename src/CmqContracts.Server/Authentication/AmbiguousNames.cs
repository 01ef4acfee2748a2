using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>
/// Names that make one signature valid for two requests. Names are signed with <c>.</c> in place of <c>_</c>, so in a signed request
/// <c>msgBody.1</c> could be renamed <c>msgBody_1</c>, which no action reads, and the message would be lost. And <c>a=1&amp;b=2</c> could become one parameter with the
/// name <c>a=1&amp;b</c>. No real client sends such names.
/// </summary>
internal static class AmbiguousNames
{
    /// <summary>Refuses a name that is signed like that of a list's element, and one that contains <c>&amp;</c> or <c>=</c>.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="lists">The lists that actions read; none where names are signed as they are sent.</param>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.ParameterKeyFormatError"/>.</exception>
    public static void Refuse(V2Parameters parameters, ReadOnlySpan<string> lists)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            ReadOnlySpan<byte> name = parameters.Name(i);
            if (name.ContainsAny((byte)'&', (byte)'='))
                throw new CmqServiceException(CmqErrors.ParameterKeyFormatError("name"));
            int underscore = name.IndexOf((byte)'_');
            if (underscore < 0)
                continue;
            foreach (string list in lists)
            {
                if (Ascii.Equals(name[..underscore], list))
                    throw new CmqServiceException(CmqErrors.ParameterKeyFormatError(list));
            }
        }
    }
}
