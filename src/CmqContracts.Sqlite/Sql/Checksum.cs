using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using CmqContracts.Broker;
using CmqContracts.Protocol;

namespace CmqContracts.Sqlite;

/// <summary>
/// CRC-32C of the values of a row, its key included. SQLite notices a page whose structure is wrong, not one whose values were changed:
/// with these, a changed byte is found before anybody gets it.
/// </summary>
internal static class Checksum
{
    public static long OfHeader(long stateList, in MessageHeader header)
    {
        uint sum = Add(Add(uint.MaxValue, stateList), header.Sequence);
        sum = Add(Add(Add(sum, header.ProducedAt), header.VisibleAt), header.FirstReceivedAt);
        return ~Add(Add(sum, ((long)header.DequeueCount << 32) | (uint)header.Attempts), header.RewindEpoch);
    }

    public static long OfBody(long sequence, ReadOnlySpan<byte> body)
    {
        uint sum = Add(uint.MaxValue, sequence);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(body);
        foreach (ulong word in words)
            sum = BitOperations.Crc32C(sum, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        foreach (byte last in body[(words.Length * sizeof(ulong))..])
            sum = BitOperations.Crc32C(sum, last);
        return ~sum;
    }

    public static long OfNumbers(ReadOnlySpan<long> values)
    {
        uint sum = uint.MaxValue;
        foreach (long value in values)
            sum = Add(sum, value);
        return ~sum;
    }

    /// <summary>The checksum of a row that changes rarely, by way of text.</summary>
    public static long OfRow(params ReadOnlySpan<object?> values)
    {
        StringBuilder text = new();
        foreach (object? value in values)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{value}\u001f");
        return OfBody(values.Length, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static uint Add(uint sum, long value) => BitOperations.Crc32C(sum, (ulong)value);
}
