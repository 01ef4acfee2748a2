using System.Data.Common;

namespace CmqContracts.Testing;

/// <summary>Makes the <see cref="MessageTransaction"/> of a handler's unit test.</summary>
public static class TestTransaction
{
    /// <summary>A transaction as a handler gets it. It stays the test's, which commits or rolls it back, and disposes it.</summary>
    /// <param name="transaction">A transaction of the test's own connection.</param>
    public static MessageTransaction Create(DbTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        MessageTransaction made = new();
        made.Set(transaction);
        return made;
    }
}
