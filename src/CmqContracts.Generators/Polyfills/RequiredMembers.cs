using Microsoft.CodeAnalysis;

namespace System.Runtime.CompilerServices
{
    /// <summary>Lets this netstandard2.0 project use required members.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
    [Embedded]
    internal sealed class RequiredMemberAttribute : Attribute;

    /// <summary>Keeps compilers that do not know required members from calling a constructor of a type that has them.</summary>
    /// <param name="featureName">The language feature that a compiler has to know.</param>
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
    [Embedded]
    internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        public string FeatureName { get; } = featureName;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>Says that a constructor sets all required members, as the copy constructor of a record does.</summary>
    [AttributeUsage(AttributeTargets.Constructor, Inherited = false)]
    [Embedded]
    internal sealed class SetsRequiredMembersAttribute : Attribute;
}
