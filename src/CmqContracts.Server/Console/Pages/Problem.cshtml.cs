using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>Says why a page cannot be shown, or why a form was not carried out.</summary>
[IgnoreAntiforgeryToken]
public sealed class ProblemModel : ConsolePage
{
    /// <summary>The HTTP status.</summary>
    [FromRoute]
    public int Code { get; set; }

    internal string Reason => HttpContext.Items[ReasonItem] as string ?? Code switch
    {
        StatusCodes.Status400BadRequest => "The form is too old, or was not sent by this page. Go back, load the page again and repeat what you did.",
        StatusCodes.Status404NotFound => "There is no such page.",
        StatusCodes.Status413PayloadTooLarge => "The form is larger than the console takes.",
        StatusCodes.Status503ServiceUnavailable => "Too many pages are being loaded. Try again.",
        _ => "The console has failed; the server's log says with what.",
    };

}
