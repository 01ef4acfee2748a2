using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits the calls of callbacks.</summary>
internal static class CallbackEmitter
{
    /// <summary>Emits a call, if the type implements the callback.</summary>
    /// <param name="writer">Receives the code.</param>
    /// <param name="requested">The callbacks that the type implements.</param>
    /// <param name="call">The call.</param>
    /// <param name="target">The variable that holds the value.</param>
    public static void Emit(SourceWriter writer, Callbacks requested, Callbacks call, string target)
    {
        if (requested.HasFlag(call))
            writer.Lines($"{RuntimeNames.Callbacks}.On{call}(ref {target});");
    }
}
