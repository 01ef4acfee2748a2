using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>Leads to the user's account.</summary>
public sealed class IndexModel : ConsolePage
{
    /// <summary>Leads there.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        IReadOnlyList<string> accounts = await Console.ListAccountsAsync(Session!, Aborted).ConfigureAwait(false);
        return Redirect(accounts.Count == 1 ? $"{Request.PathBase}/accounts/{Uri.EscapeDataString(accounts[0])}" : $"{Request.PathBase}/accounts");
    }
}
