namespace CmqContracts.Server.Pages;

/// <summary>The accounts that the user sees.</summary>
public sealed class AccountsModel : ConsolePage
{
    internal IReadOnlyList<string> Accounts { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync() => Accounts = await Console.ListAccountsAsync(Session!, Aborted).ConfigureAwait(false);
}
