using System.Security.Cryptography;

namespace CmqContracts.Server;

/// <summary>The web console of a server, at <c>/console</c>.</summary>
public sealed class ConsoleOptions
{
    /// <summary>The fewest characters of a <see cref="Token"/>.</summary>
    internal const int MinTokenLength = 16;

    /// <summary>The token that signs in an operator, who sees all accounts; at least 16 characters. <see langword="null"/>: only key pairs sign in.</summary>
    public string? Token { get; set; }

    /// <summary>Whether the console is served over plain HTTP on an address that other machines reach; no unless set. Only behind a proxy that adds HTTPS: otherwise tokens and sessions can be read on the way.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>JSON paths of values that the console does not show, besides those of <see cref="CmqServerOptions.MaskedPaths"/>. None unless set.</summary>
    /// <remarks>They are hidden in the broker, so a console over HTTP cannot hide them: set them at the server then.</remarks>
    public IReadOnlyList<string> MaskedPaths { get; set; } = [];

    /// <summary>A token that nobody can guess.</summary>
    public static string CreateToken() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>A copy that later changes to these options do not reach.</summary>
    internal ConsoleOptions Copy()
    {
        ConsoleOptions copy = (ConsoleOptions)MemberwiseClone();
        copy.MaskedPaths = [.. MaskedPaths];
        return copy;
    }

    /// <exception cref="ArgumentException">The token is too short.</exception>
    internal void Validate()
    {
        Server.MaskedPaths.Check($"{nameof(CmqServerOptions)}.{nameof(CmqServerOptions.Console)}.{nameof(MaskedPaths)}", MaskedPaths);
        if (Token is { Length: < MinTokenLength })
            throw new ArgumentException($"{nameof(CmqServerOptions)}.{nameof(CmqServerOptions.Console)}.{nameof(Token)} has {Token.Length} characters; it needs at least {MinTokenLength}, such as {nameof(ConsoleOptions)}.{nameof(CreateToken)} makes.");
    }
}
