namespace CmqContracts.Json;

/// <summary>
/// A number with a sign, up to 18 digits and no exponent, which is what messages hold: read without the platform's general parser,
/// and exactly as that one would.
/// </summary>
internal readonly ref struct ShortNumber
{
    private const int MaxDigits = 18;

    // Integers up to 2^53 and powers of ten up to 10^22 are exact doubles, and the quotient of two exact doubles is rounded once: correctly.
    private const long MaxExactDouble = 1L << 53;
    private const int MaxExactFloat = 1 << 24;
    private const int MaxExactFloatScale = 10;

    private static ReadOnlySpan<double> PowersOfTen => [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

    private static ReadOnlySpan<float> FloatPowersOfTen => [1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f];

    private readonly long _digits;
    private readonly int _scale;
    private readonly bool _isNegative;

    private ShortNumber(long digits, int scale, bool isNegative)
    {
        _digits = digits;
        _scale = scale;
        _isNegative = isNegative;
    }

    /// <summary>Takes a text that is a JSON number; <see langword="false"/> when it is longer or has an exponent.</summary>
    public static bool TryTake(ReadOnlySpan<byte> json, out ShortNumber number)
    {
        number = default;
        bool negative = json[0] == '-';
        if (negative)
            json = json[1..];
        if (json.Length > MaxDigits + 1)
            return false;
        long digits = 0;
        int point = json.Length - 1;
        for (int i = 0; i < json.Length; i++)
        {
            uint digit = json[i] - (uint)'0';
            if (digit <= 9)
                digits = (digits * 10) + digit;
            else if (json[i] == '.')
                point = i;
            else
                return false;
        }

        int scale = json.Length - 1 - point;
        if (json.Length - (scale > 0 ? 1 : 0) > MaxDigits)
            return false;
        number = new ShortNumber(digits, scale, negative);
        return true;
    }

    /// <summary>The number as a decimal, trailing zeros included.</summary>
    public decimal ToDecimal() => new((int)_digits, (int)(_digits >> 32), 0, _isNegative, (byte)_scale);

    /// <summary>The number as the nearest double, if that can be told in one step.</summary>
    public bool TryToDouble(out double value)
    {
        value = _digits / PowersOfTen[_scale];
        if (_isNegative)
            value = -value;
        return _digits <= MaxExactDouble;
    }

    /// <summary>The number as the nearest float, if that can be told in one step.</summary>
    public bool TryToSingle(out float value)
    {
        value = 0;
        if (_digits > MaxExactFloat || _scale > MaxExactFloatScale)
            return false;
        value = _digits / FloatPowersOfTen[_scale];
        if (_isNegative)
            value = -value;
        return true;
    }
}
