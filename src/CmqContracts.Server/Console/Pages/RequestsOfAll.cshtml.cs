using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>The last protocol requests of all accounts and of none, for operators only.</summary>
public sealed class RequestsOfAllModel : ConsolePage
{
    /// <inheritdoc cref="RequestsModel.IsRefusedOnly"/>
    [BindProperty(SupportsGet = true, Name = "refused")]
    public bool IsRefusedOnly { get; set; }

    /// <inheritdoc cref="RequestsModel.Action"/>
    [BindProperty(SupportsGet = true, Name = "action")]
    public string? Action { get; set; }

    /// <inheritdoc cref="RequestsModel.IsWhole"/>
    [BindProperty(SupportsGet = true, Name = "whole")]
    public bool IsWhole { get; set; }

    internal RequestTable Table { get; private set; } = null!;

    /// <summary>Shows the page.</summary>
    public void OnGet() => Table = RequestTable.Of(Console.Requests?.ReadAll(), IsRefusedOnly, Action, IsWhole, hasAccounts: true);

    internal override ValueTask<IActionResult?> RefuseAsync() =>
        new(Session!.IsOperator ? null : Fail(StatusCodes.Status404NotFound, "There is no such page."));
}
