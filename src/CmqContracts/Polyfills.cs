#if !NET9_0_OR_GREATER
namespace System.Runtime.CompilerServices;

/// <summary>Tells the compiler which of two overloads wins where both fit; the platform has it from .NET 9 on.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property, Inherited = false)]
internal sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute
{
    public int Priority { get; } = priority;
}
#endif
