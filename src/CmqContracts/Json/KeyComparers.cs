using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CmqContracts.Json;

/// <summary>How the keys of maps and the items of sets that a body fills are compared: as by default, with hashes that are seeded for each process.</summary>
/// <remarks>
/// Made for generated code. Numbers, times and <see cref="Guid"/> hash to the same in every process, so whoever writes a body can make
/// all of its keys collide: a set of 75,000 such numbers takes seconds. These hashes are seeded once for each process, as those of texts are.
/// Frozen collections need it for texts too: by default they look for a hash that suits the texts, which is not seeded either.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KeyComparers
{
    /// <summary>The comparer of a type: of numbers, enums, times, <see cref="Guid"/>, <see cref="Version"/> and texts.</summary>
    public static IEqualityComparer<T> Of<T>()
        where T : notnull => Seeded<T>.Instance;

    /// <summary>The comparer of such values or <see langword="null"/>.</summary>
    public static IEqualityComparer<T?> OfNullable<T>()
        where T : struct => SeededOrNull<T>.Instance;

    private sealed class Seeded<T> : IEqualityComparer<T>
    {
        public static readonly Seeded<T> Instance = new();

        public bool Equals(T? x, T? y) => EqualityComparer<T>.Default.Equals(x, y);

        // Each branch is decided when the method is compiled for a value type. Values that are equal are brought to the same bits first.
        public int GetHashCode([DisallowNull] T obj)
        {
            if (typeof(T) == typeof(string))
                return obj is null ? 0 : string.GetHashCode((string)(object)obj);
            if (typeof(T) == typeof(Version))
                return obj is null ? 0 : string.GetHashCode(((Version)(object)obj).ToString());
            if (typeof(T) == typeof(double))
                return OfBits(Normal((double)(object)obj));
            if (typeof(T) == typeof(float))
                return OfBits(Normal((double)(float)(object)obj));
            if (typeof(T) == typeof(decimal))
                return OfBits(Normal((decimal)(object)obj));
            if (typeof(T) == typeof(DateTime))
                return OfBits(((DateTime)(object)obj).Ticks);
            if (typeof(T) == typeof(DateTimeOffset))
                return OfBits(((DateTimeOffset)(object)obj).UtcTicks);
            return OfBits(obj);
        }
    }

    private sealed class SeededOrNull<T> : IEqualityComparer<T?>
        where T : struct
    {
        public static readonly SeededOrNull<T> Instance = new();

        public bool Equals(T? x, T? y) => EqualityComparer<T?>.Default.Equals(x, y);

        public int GetHashCode([DisallowNull] T? obj) => obj is { } value ? Seeded<T>.Instance.GetHashCode(value) : 0;
    }

    private static double Normal(double value) => double.IsNaN(value) ? double.NaN : value == 0 ? 0 : value;

    /// <summary>Without zeros at the end of its fraction, which make no difference.</summary>
    private static decimal Normal(decimal value) => value == 0 ? 0 : value / 1.0000000000000000000000000000m;

    /// <summary>The platform's hash of texts is the one whose collisions cannot be found without its seed; with <see cref="HashCode"/> values can be chosen that collide under every seed.</summary>
    private static int OfBits<T>(T value) =>
        string.GetHashCode(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, char>(ref value), Unsafe.SizeOf<T>() / sizeof(char)));
}
