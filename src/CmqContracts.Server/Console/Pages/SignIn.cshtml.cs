using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server.Pages;

/// <summary>Signs in with the operator's token or a key pair, and out.</summary>
public sealed partial class SignInModel : ConsolePage
{
    /// <summary>Where to go then, a path of the console.</summary>
    [BindProperty(SupportsGet = true, Name = "to")]
    public string? To { get; set; }

    internal bool HasToken => Console.SignIn.HasToken;

    internal bool HasKeys => Console.SignIn.HasKeys;

    /// <summary>Whether a secret key may be sent here: it could be read on the way otherwise.</summary>
    internal bool TakesKeys => HasKeys && (Request.IsHttps || LocalRequest.Is(HttpContext));

    /// <summary>Shows the forms.</summary>
    public IActionResult OnGet() => Session is null ? Page() : Redirect(Target());

    /// <summary>Signs in with the token.</summary>
    public IActionResult OnPostToken(string? token)
    {
        if (RefuseAttempt() is { } refusal)
            return refusal;
        return Enter(Console.SignIn.WithToken(token?.Trim() ?? ""), "This is not the token of this start of the server. It is printed when the server starts, or is in the file that is named there.");
    }

    /// <summary>Signs in with a key pair.</summary>
    [SuppressMessage("Naming", "CA1716", Justification = "The names of the form's fields.")]
    public IActionResult OnPostKey(string? secretId, string? secretKey, string? keyToken)
    {
        if (!TakesKeys)
            return Fail(StatusCodes.Status403Forbidden, "A secret key is not taken over plain HTTP from another machine: it could be read on the way. Use HTTPS, or the console's token.");
        if (RefuseAttempt() is { } refusal)
            return refusal;
        return Enter(Console.SignIn.WithKey(secretId?.Trim() ?? "", secretKey?.Trim() ?? "", keyToken?.Trim()), "There is no such key pair in force.");
    }

    /// <summary>Signs out.</summary>
    public IActionResult OnPostOut()
    {
        Console.Sessions.End(SessionCookie.Read(HttpContext));
        SessionCookie.Delete(HttpContext);
        return Redirect(Request.PathBase + ConsoleGate.SignInPath);
    }

    private StatusCodeResult? RefuseAttempt() =>
        Console.SignIn.TryAttempt(HttpContext.Connection.RemoteIpAddress) ? null : Fail(StatusCodes.Status429TooManyRequests, "There were too many attempts to sign in. Try again in a minute.");

    private IActionResult Enter(ConsoleSession? session, string problem)
    {
        string address = HttpContext.Connection.RemoteIpAddress?.ToString() ?? "";
        ILogger logger = Console.Loggers.CreateLogger<ConsolePage>();
        if (session is null)
        {
            LogRefused(logger, address);
            ModelState.Clear();
            return Refuse(problem);
        }

        // Whoever had a session in this browser has it no more.
        Console.Sessions.End(SessionCookie.Read(HttpContext));
        SessionCookie.Write(HttpContext, Console.Sessions.Begin(session));
        LogEntered(logger, session.Name, address);
        return Redirect(Target());
    }

    private string Target() => Request.PathBase + (To is { } to && to.StartsWith('/') && Url.IsLocalUrl(to) ? to : "/");

    [LoggerMessage(353, LogLevel.Information, "Console: {User} has signed in from {Address}.")]
    private static partial void LogEntered(ILogger logger, string user, string address);

    [LoggerMessage(354, LogLevel.Warning, "Console: an attempt to sign in from {Address} was refused.")]
    private static partial void LogRefused(ILogger logger, string address);
}
