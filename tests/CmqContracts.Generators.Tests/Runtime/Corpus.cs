using System.Reflection;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>All contracts of this namespace that are not part of a test, and the chance that tests of them draw from.</summary>
internal static class Corpus
{
    private static readonly Dictionary<string, Type> Contracts = typeof(Corpus).Assembly.GetTypes()
        .Where(type => type.IsDefined(typeof(CmqQueueSettingsAttribute), inherit: false) && !IsPartOfTest(type))
        .ToDictionary(type => type.Name);

    public static IReadOnlyCollection<string> Names => Contracts.Keys;

    /// <summary>Any number, and no smaller one in its place when a test fails: a failure shows the one that makes it again.</summary>
    public static Arbitrary<int> Seeds { get; } = Arb.From(Gen.Choose(int.MinValue, int.MaxValue));

    /// <summary>A method with the type parameters message and binding, for a contract.</summary>
    public static Action<int> Check(string contract, Type tests, string method)
    {
        Type type = Contracts[contract];
        Type attribute = type.GetCustomAttribute<CmqQueueSettingsAttribute>()!.GetType();
        Type message = attribute.IsGenericType ? attribute.GetGenericArguments()[0] : type;
        return tests.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(message, type).CreateDelegate<Action<int>>();
    }

    private static bool IsPartOfTest(Type type) => type.DeclaringType?.Name.EndsWith("Tests", StringComparison.Ordinal) ?? false;
}
