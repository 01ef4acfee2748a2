using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server.Pages;

/// <summary>What all pages of the console have in common.</summary>
public abstract partial class ConsolePage : PageModel
{
    /// <summary>Among a request's items: why a page shows an error.</summary>
    internal const string ReasonItem = "reason";

    /// <summary>What has been done, to be shown once on the page that follows.</summary>
    [TempData]
    public string? Notice { get; set; }

    /// <summary>What has gone wrong, shown once on the page that follows.</summary>
    [TempData]
    public string? Problem { get; set; }

    /// <summary>What is wrong with this request, shown on this page only.</summary>
    internal string? Refusal { get; private set; }

    internal ConsoleContext Console => HttpContext.RequestServices.GetRequiredService<ConsoleContext>();

    /// <summary>Who asks; <see langword="null"/>: nobody has signed in.</summary>
    internal ConsoleSession? Session => HttpContext.Features.Get<ConsoleSession>();

    internal CancellationToken Aborted => HttpContext.RequestAborted;

    /// <inheritdoc/>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (!ModelState.IsValid)
        {
            Fail(StatusCodes.Status400BadRequest, $"The request is not one that this page makes: {string.Join(" ", ModelState.Values.SelectMany(static value => value.Errors).Select(static error => error.ErrorMessage))}");
            context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
            return;
        }

        if (await RefuseAsync().ConfigureAwait(false) is { } refusal)
        {
            context.Result = refusal;
            return;
        }

        PageHandlerExecutedContext executed = await next().ConfigureAwait(false);
        if (executed.Exception is not CmqException failure || executed.ExceptionHandled)
            return;
        executed.ExceptionHandled = true;
        executed.Result = await OnFailureAsync(failure).ConfigureAwait(false);
    }

    /// <summary>What the log says about a change, with who made it.</summary>
    internal void LogChange(string account, string change) => LogChange(Console.Loggers.CreateLogger<ConsolePage>(), Session!.Name, HttpContext.Connection.RemoteIpAddress?.ToString() ?? "", account, change);

    /// <summary>An answer with an error, whose page says why.</summary>
    internal StatusCodeResult Fail(int status, string reason)
    {
        HttpContext.Items[ReasonItem] = reason;
        return new StatusCodeResult(status);
    }

    /// <summary>The page itself, which says what is wrong and keeps what was typed.</summary>
    internal PageResult Refuse(string reason)
    {
        Refusal = reason;
        return Page();
    }

    /// <summary>Why somebody may not use the page; <see langword="null"/>: they may.</summary>
    internal virtual ValueTask<IActionResult?> RefuseAsync() => default;

    /// <summary>The answer when the backend refuses: what was asked for is shown as a problem on the page itself, unless the page has nothing to show without it.</summary>
    internal virtual Task<IActionResult> OnFailureAsync(CmqException failure)
    {
        if (HttpMethods.IsGet(Request.Method))
            return Task.FromResult<IActionResult>(Fail(failure is CmqServiceException { Error: var error } && IsMissing(error) ? StatusCodes.Status404NotFound : StatusCodes.Status503ServiceUnavailable, TextOf(failure)));
        Problem = TextOf(failure);
        return Task.FromResult<IActionResult>(Redirect(Request.PathBase + Request.Path));
    }

    /// <summary>A failure, for people.</summary>
    internal static string TextOf(CmqException failure) => Shown.Failure(failure);

    private static bool IsMissing(CmqError error) => error.Code == CmqErrors.QueueDoesNotExist.Code || error.Code == CmqErrors.TopicDoesNotExist.Code;

    [LoggerMessage(352, LogLevel.Information, "Console: {User} ({Address}) in account {Account}: {Change}")]
    private static partial void LogChange(ILogger logger, string user, string address, string account, string change);
}
