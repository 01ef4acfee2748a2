using System.Buffers;
using System.Diagnostics;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using CmqContracts.Generators.Tests.Runtime;

namespace CmqContracts.Benchmarks;

/// <summary>
/// The worst case of decoding: every contract of the generator's tests, and some more, with expensive bodies, compared with System.Text.Json
/// on the same body; and the growth of our own time when the body doubles.
/// </summary>
internal static class HostileFigures
{
    private const int Size = 64 * 1024;
    private const int Values = 4;
    private const int Finalists = 32;

    /// <summary>The largest difference in size between the bodies of a comparison, in bytes.</summary>
    private const int Variation = 32;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(150);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The types that System.Text.Json reads instead of those that it cannot read.</summary>
    private static readonly Dictionary<Type, Type> Counterparts = new() { [typeof(FrozenTexts)] = typeof(FrozenTextsCounterpart), [typeof(SortedNames)] = typeof(SortedNamesCounterpart) };

    /// <summary>Bodies of the contracts here, for which there are no random values.</summary>
    private static readonly Dictionary<Type, string> Bodies = new()
    {
        [typeof(NodeThere)] = """{"a":1,"b":{"c":1}}""",
        [typeof(FrozenTexts)] = """{"texts":["a"],"names":{"a":"b"},"numbers":[1]}""",
        [typeof(NumberKeys)] = """{"numbers":[1],"names":{"1":1}}""",
        [typeof(SortedNames)] = """{"numbers":{"1":1},"names":{"a":1}}""",
        [typeof(FlagList)] = """{"flags":"FlagNumber32","more":["FlagNumber32"]}""",
        [typeof(EightyParameters)] = "{" + string.Join(',', Enumerable.Range(1, 80).Select(static i => $"\"parameterNumber{i:00}\":{i}")) + "}",
    };

    public static void Measure(FigurePrinter printer)
    {
        List<Comparison> comparisons = [.. Bodies.Keys.Concat(Corpus()).SelectMany(static type => (IEnumerable<Comparison>)Method(nameof(Comparisons), type).Invoke(null, [type])!)];
        foreach (Comparison comparison in comparisons)
            comparison.Try();
        Comparison worst = comparisons.OrderByDescending(static comparison => comparison.Ratio).Take(Finalists).ToList().MaxBy(static comparison => comparison.Measure())!;
        printer.Ratio("codec.hostile.worst", worst.Ratio, FigurePrinter.Baseline("system-text-json", worst.Baseline, "ns") + $" bar<=3 of {comparisons.Count} bodies: {worst.Name}");
        Comparison growing = comparisons.OrderByDescending(static comparison => comparison.Growth).Take(Finalists).ToList().MaxBy(static comparison => comparison.MeasureGrowth())!;
        printer.Ratio("codec.hostile.doubling", growing.Growth, $"half-the-body bar<=3 of {comparisons.Count} bodies: {growing.Name}");
    }

    private static IEnumerable<Type> Corpus() => typeof(HostileFigures).Assembly.GetTypes()
        .Where(static type => type.Namespace == typeof(Generators.Tests.Runtime.Values).Namespace && type.IsDefined(typeof(CmqQueueAttribute), inherit: false))
        .OrderBy(static type => type.FullName, StringComparer.Ordinal);

    private static MethodInfo Method(string name, Type message) => typeof(HostileFigures).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(message);

    private static IEnumerable<Comparison> Comparisons<TMessage>(Type type)
        where TMessage : IQueueMessage<TMessage>
    {
        MessageCodec<TMessage> codec = TMessage.Contract.Codec;
        Type baseline = Counterparts.GetValueOrDefault(type, type);
        HashSet<string> seen = [];
        foreach (byte[] body in Samples<TMessage>(codec))
        {
            foreach ((string name, Func<int, byte[]> make) in HostileBodies.Of(body))
            {
                if (seen.Add(name))
                    yield return new Comparison($"{type.Name} {name}", make, bytes => codec.Decode(bytes), bytes => JsonSerializer.Deserialize(bytes, baseline, Options));
            }
        }
    }

    private static List<byte[]> Samples<TMessage>(MessageCodec<TMessage> codec)
    {
        if (Bodies.TryGetValue(typeof(TMessage), out string? body))
            return [System.Text.Encoding.UTF8.GetBytes(body)];
        List<byte[]> samples = [];
        for (int seed = 0; seed < Values; seed++)
        {
            ArrayBufferWriter<byte> output = new();
            codec.Encode(new Values(new Random(seed)).Of<TMessage>(), output);
            if (!RepeatsName(output.WrittenMemory))
                samples.Add(output.WrittenSpan.ToArray());
        }

        return samples;
    }

    /// <summary>Whether a body has a member twice, as extension data may, which a <see cref="System.Text.Json.Nodes.JsonObject"/> cannot represent.</summary>
    private static bool RepeatsName(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    /// <summary>Compares both on one body. Either may refuse it, because refusing takes time too.</summary>
    private sealed class Comparison(string name, Func<int, byte[]> make, Action<byte[]> ours, Action<byte[]> baseline)
    {
        private static int _measured;

        public string Name { get; } = name.Replace(' ', '-');

        public double Ratio { get; private set; }

        public double Baseline { get; private set; }

        public double Growth { get; private set; }

        /// <summary>A first measurement, to select the comparisons to measure.</summary>
        public void Try()
        {
            (double mine, Baseline) = Fastest(ours, Size, baseline, Size, rounds: 3);
            Ratio = mine / Baseline;
            Growth = mine / Fastest(ours, Size / 2, baseline, Size / 2, rounds: 3).First;
        }

        public double Measure()
        {
            WarmUp(ours);
            WarmUp(baseline);
            (double mine, Baseline) = Fastest(ours, Size, baseline, Size, rounds: 60, from: _measured += 60);
            return Ratio = mine / Baseline;
        }

        /// <summary>Measures over three doublings, because new memory for a large text can cost more than one doubling.</summary>
        public double MeasureGrowth()
        {
            WarmUp(ours);
            (double mine, double less) = Fastest(ours, Size * 4, ours, Size / 2, rounds: 30);
            return Growth = Math.Cbrt(mine / less);
        }

        /// <summary>Runs until the runtime has recompiled our code with optimizations, because the platform's code is optimized from the start.</summary>
        private void WarmUp(Action<byte[]> read)
        {
            byte[] body = make(Size / 64);
            for (long start = Stopwatch.GetTimestamp(), calls = 0; calls < 200 || Stopwatch.GetElapsedTime(start) < WarmUpTime; calls++)
                Run(read, body);
        }

        private static void Run(Action<byte[]> read, byte[] body)
        {
            try
            {
                read(body);
            }
            catch (Exception e) when (e is MessageFormatException or JsonException or NotSupportedException or InvalidOperationException or ArgumentException or FormatException)
            {
            }
        }

        /// <summary>The fastest run of each, interleaved, because disturbances only make runs slower. Each round has a body of its own, because System.Text.Json caches some texts.</summary>
        private (double First, double Second) Fastest(Action<byte[]> first, int firstSize, Action<byte[]> second, int secondSize, int rounds, int from = 0)
        {
            double fastest = double.MaxValue, other = double.MaxValue;
            for (int i = 0; i < rounds; i++)
            {
                int more = (from + i) * Variation;
                byte[] body = make(firstSize + more), otherBody = make(secondSize + more);
                fastest = Math.Min(fastest, Time(() => Run(first, body)));
                other = Math.Min(other, Time(() => Run(second, otherBody)));
            }

            return (fastest, other);
        }

        private static double Time(Action action)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }
    }
}
