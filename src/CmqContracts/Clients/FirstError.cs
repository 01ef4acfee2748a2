using System.Runtime.ExceptionServices;

namespace CmqContracts;

/// <summary>Throws the first of many errors, with the stack it had.</summary>
internal static class FirstError
{
    public static void Throw(IEnumerable<Exception?> errors)
    {
        if (errors.FirstOrDefault(static error => error is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
    }
}
