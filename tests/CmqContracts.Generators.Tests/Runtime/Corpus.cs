using System.Reflection;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>All contracts of this namespace that are not nested in a test class, and the seeds for their tests.</summary>
internal static class Corpus
{
    private static readonly Dictionary<string, Type> Contracts = typeof(Corpus).Assembly.GetTypes()
        .Where(type => type.IsDefined(typeof(CmqQueueSettingsAttribute), inherit: false) && !IsPartOfTest(type))
        .ToDictionary(type => type.Name);

    public static IReadOnlyCollection<string> Names => Contracts.Keys;

    /// <summary>Any number, without shrinking, so that a failure shows the seed that reproduces it.</summary>
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
