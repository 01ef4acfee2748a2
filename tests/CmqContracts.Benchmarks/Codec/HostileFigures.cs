using System.Buffers;
using System.Diagnostics;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using CmqContracts.Generators.Tests.Runtime;

namespace CmqContracts.Benchmarks;

/// <summary>
/// What a body can cost at worst: every contract of the generator's tests, and some of our own, with bodies that are made to be
/// expensive, to System.Text.Json on the same body; and to ourselves on smaller ones, for each time that the body doubles.
/// </summary>
internal static class HostileFigures
{
    private const int Size = 64 * 1024;
    private const int Values = 4;
    private const int Finalists = 32;

    /// <summary>Bytes by which bodies differ.</summary>
    private const int Variation = 32;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(150);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What System.Text.Json reads in place of types that it does not.</summary>
    private static readonly Dictionary<Type, Type> Counterparts = new() { [typeof(FrozenTexts)] = typeof(FrozenTextsCounterpart), [typeof(SortedNames)] = typeof(SortedNamesCounterpart) };

    /// <summary>Bodies of our own contracts, which random values would not make.</summary>
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
        List<Race> races = [.. Bodies.Keys.Concat(Corpus()).SelectMany(static type => (IEnumerable<Race>)Method(nameof(Races), type).Invoke(null, [type])!)];
        foreach (Race race in races)
            race.Try();
        Race worst = races.OrderByDescending(static race => race.Ratio).Take(Finalists).ToList().MaxBy(static race => race.Measure())!;
        printer.Ratio("codec.hostile.worst", worst.Ratio, FigurePrinter.Baseline("system-text-json", worst.Baseline, "ns") + $" bar<=3 of {races.Count} bodies: {worst.Name}");
        Race growing = races.OrderByDescending(static race => race.Growth).Take(Finalists).ToList().MaxBy(static race => race.MeasureGrowth())!;
        printer.Ratio("codec.hostile.doubling", growing.Growth, $"half-the-body bar<=3 of {races.Count} bodies: {growing.Name}");
    }

    private static IEnumerable<Type> Corpus() => typeof(HostileFigures).Assembly.GetTypes()
        .Where(static type => type.Namespace == typeof(Generators.Tests.Runtime.Values).Namespace && type.IsDefined(typeof(CmqQueueAttribute), inherit: false))
        .OrderBy(static type => type.FullName, StringComparer.Ordinal);

    private static MethodInfo Method(string name, Type message) => typeof(HostileFigures).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(message);

    private static IEnumerable<Race> Races<TMessage>(Type type)
        where TMessage : IQueueMessage<TMessage>
    {
        MessageCodec<TMessage> codec = TMessage.Contract.Codec;
        Type rival = Counterparts.GetValueOrDefault(type, type);
        HashSet<string> seen = [];
        foreach (byte[] body in Samples<TMessage>(codec))
        {
            foreach ((string name, Func<int, byte[]> make) in HostileBodies.Of(body))
            {
                if (seen.Add(name))
                    yield return new Race($"{type.Name} {name}", make, bytes => codec.Decode(bytes), bytes => JsonSerializer.Deserialize(bytes, rival, Options));
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

    /// <summary>Whether it has a member twice, as extension data may: a <see cref="System.Text.Json.Nodes.JsonObject"/> cannot hold it.</summary>
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

    /// <summary>One body, by us and by System.Text.Json. Either may refuse it: refusing has its cost, too.</summary>
    private sealed class Race(string name, Func<int, byte[]> make, Action<byte[]> ours, Action<byte[]> rival)
    {
        private static int _measured;

        public string Name { get; } = name.Replace(' ', '-');

        public double Ratio { get; private set; }

        public double Baseline { get; private set; }

        public double Growth { get; private set; }

        /// <summary>A first measurement, to find what is worth measuring.</summary>
        public void Try()
        {
            (double mine, Baseline) = Fastest(ours, Size, rival, Size, rounds: 3);
            Ratio = mine / Baseline;
            Growth = mine / Fastest(ours, Size / 2, rival, Size / 2, rounds: 3).First;
        }

        public double Measure()
        {
            WarmUp(ours);
            WarmUp(rival);
            (double mine, Baseline) = Fastest(ours, Size, rival, Size, rounds: 60, from: _measured += 60);
            return Ratio = mine / Baseline;
        }

        /// <summary>Over three doublings, as fresh memory for a large text alone can cost more than one of them.</summary>
        public double MeasureGrowth()
        {
            WarmUp(ours);
            (double mine, double less) = Fastest(ours, Size * 4, ours, Size / 2, rounds: 30);
            return Growth = Math.Cbrt(mine / less);
        }

        /// <summary>Until the runtime has compiled our code again, optimized, as the platform's is from the start.</summary>
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

        /// <summary>The fastest of each, turn by turn: what disturbs only makes slower. Each round has a body of its own, as System.Text.Json remembers some texts.</summary>
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
