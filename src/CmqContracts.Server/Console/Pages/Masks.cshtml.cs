using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server.Pages;

/// <summary>Lets an operator see what masks hide, in this session.</summary>
public sealed partial class MasksModel : ConsolePage
{
    /// <summary>There is no page of it.</summary>
    public IActionResult OnGet() => NotFound();

    /// <summary>Shows what is masked, or hides it again.</summary>
    /// <param name="show">Whether it is shown.</param>
    public IActionResult OnPost(bool show)
    {
        if (Session is not { IsOperator: true, HasSignedIn: true } session || Console.Mask is null)
            return NotFound();
        session.ShowsMasked = show;
        LogShown(Console.Loggers.CreateLogger<ConsolePage>(), session.Name, HttpContext.Connection.RemoteIpAddress?.ToString() ?? "", show ? "shown to" : "hidden from");
        Notice = show ? "Masked values are shown in this session, which the log says." : "Masked values are hidden again.";
        return Redirect(Request.PathBase + "/");
    }

    [LoggerMessage(355, LogLevel.Warning, "Console: values that are masked are {Shown} {User} ({Address}).")]
    private static partial void LogShown(ILogger logger, string user, string address, string shown);
}
