namespace CmqContracts.Server;

/// <summary>Who uses the console, and what of it.</summary>
/// <param name="Name">What the log calls the user: a secret id, or a role.</param>
/// <param name="Account">The account that the user is limited to; <see langword="null"/>: an operator, who sees all.</param>
/// <param name="Access">What the user may do in each account.</param>
internal sealed record ConsoleSession(string Name, string? Account, CmqKeyAccess Access)
{
    /// <summary>The key that signed in; <see langword="null"/>: none did.</summary>
    public CmqKey? Key { get; init; }

    /// <summary>Whether values are shown that masks hide. Only for operators.</summary>
    public bool ShowsMasked { get; set; }

    public bool IsOperator => Account is null;

    /// <summary>Whether the user can sign out, or in as somebody else.</summary>
    public bool HasSignedIn { get; init; }

    public bool MaySee(string account) => Account is null || Account == account;

    /// <summary>Whether the user may do what needs this access.</summary>
    public bool May(CmqKeyAccess needed) => Access == CmqKeyAccess.Full || needed == CmqKeyAccess.ReadOnly || needed == Access;
}
