using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits the calls by which a type is told that it is written or read.</summary>
internal static class CallbackEmitter
{
    /// <summary>Emits a call, if the type asks for it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="requested">What the type asks for.</param>
    /// <param name="call">The call.</param>
    /// <param name="target">The variable that holds the value.</param>
    public static void Emit(SourceWriter writer, Callbacks requested, Callbacks call, string target)
    {
        if (requested.HasFlag(call))
            writer.Lines($"{RuntimeNames.Callbacks}.On{call}(ref {target});");
    }
}
