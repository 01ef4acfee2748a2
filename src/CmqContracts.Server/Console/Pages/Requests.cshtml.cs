using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>The last protocol requests of an account, with the reason of each refusal.</summary>
public sealed class RequestsModel : AccountPage
{
    /// <summary>Whether only those are shown that were refused.</summary>
    [BindProperty(SupportsGet = true, Name = "refused")]
    public bool IsRefusedOnly { get; set; }

    /// <summary>The action of those that are shown; <see langword="null"/>: any.</summary>
    [BindProperty(SupportsGet = true, Name = "action")]
    public string? Action { get; set; }

    /// <summary>Whether all are shown, not only the first.</summary>
    [BindProperty(SupportsGet = true, Name = "whole")]
    public bool IsWhole { get; set; }

    internal RequestTable Table { get; private set; } = null!;

    /// <summary>Shows the page.</summary>
    public void OnGet() => Table = RequestTable.Of(Console.Requests?.Read(Account), IsRefusedOnly, Action, IsWhole, hasAccounts: false);
}
