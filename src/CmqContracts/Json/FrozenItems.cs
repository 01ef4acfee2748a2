using System.Collections.Frozen;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CmqContracts.Json;

/// <summary>Makes frozen collections of what a body holds.</summary>
/// <remarks>
/// Made for generated code. With the default comparer the framework tries ways to hash texts until one suits those that are there,
/// which takes many times as long as reading them, and its hashes can be made to collide by whoever writes the body. So texts are
/// compared by one that compares in the same way and hashes as dictionaries do.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FrozenItems
{
    /// <summary>A set.</summary>
    public static FrozenSet<T> Set<T>(T[] items) => items.ToFrozenSet(Comparer<T>());

    /// <summary>A dictionary.</summary>
    public static FrozenDictionary<TKey, TValue> Map<TKey, TValue>(Dictionary<TKey, TValue> items)
        where TKey : notnull => items.ToFrozenDictionary(Comparer<TKey>());

    private static IEqualityComparer<T>? Comparer<T>() => typeof(T) == typeof(string) ? Unsafe.As<IEqualityComparer<T>>(Texts.Instance) : null;

    private sealed class Texts : IEqualityComparer<string?>
    {
        public static readonly Texts Instance = new();

        public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

        public int GetHashCode([DisallowNull] string? obj) => obj is null ? 0 : obj.GetHashCode(StringComparison.Ordinal);
    }
}
