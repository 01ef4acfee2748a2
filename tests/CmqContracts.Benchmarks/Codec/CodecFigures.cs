namespace CmqContracts.Benchmarks;

/// <summary>The codec against System.Text.Json: time and memory, over five contracts and over the large one alone.</summary>
internal static class CodecFigures
{
    public static Task MeasureAsync(FigurePrinter printer)
    {
        CodecJsonContext json = CodecJsonContext.ForWire();
        CodecRace[] races =
        [
            new CodecRace<SeedOrder>("seed", Samples.Seed, json.SeedOrder),
            new CodecRace<NestedOrder>("nested", Samples.Nested, json.NestedOrder),
            new CodecRace<Readings>("numbers", Samples.Numbers, json.Readings),
            new CodecRace<Comment>("chinese", Samples.Chinese, json.Comment),
            new CodecRace<Document>("64k", Samples.Large, json.Document),
        ];

        double[] encode = Times(printer, "codec.encode.time", races, race => (race.Encode, race.EncodeWithSystemTextJson, race.EncodeWithNewtonsoft));
        printer.Absolute("codec.encode.alloc", races.Max(race => AllocatedPerCall(race.Encode)), "bytes");
        double[] decode = Times(printer, "codec.decode.time", races, race => (() => race.Decode(), () => race.DecodeWithSystemTextJson(), () => race.DecodeWithNewtonsoft()));
        printer.Ratio("codec.decode.alloc", GeometricMean(races.Select(race => AllocatedPerCall(() => race.Decode()) / RemainingPerCall(race.Decode))), "size-of-what-remains");
        printer.Ratio("codec.large.time", GeometricMean([encode[^1], decode[^1]]), "system-text-json");
        foreach (CodecRace race in races)
            race.Dispose();
        HostileFigures.Measure(printer);
        return Task.CompletedTask;
    }

    private static double[] Times(FigurePrinter printer, string name, CodecRace[] races, Func<CodecRace, (Action Ours, Action SystemTextJson, Action Newtonsoft)> runners)
    {
        List<double> ratios = [], newtonsoft = [];
        foreach (CodecRace race in races)
        {
            (Action ours, Action systemTextJson, Action other) = runners(race);
            (double mine, double baseline) = Rounds.NanosecondsPerCall(ours, systemTextJson);
            printer.Ratio($"{name}.{race.Name}", mine / baseline, FigurePrinter.Baseline("system-text-json", baseline, "ns"));
            ratios.Add(mine / baseline);
            (mine, baseline) = Rounds.NanosecondsPerCall(ours, other);
            newtonsoft.Add(mine / baseline);
        }

        printer.Ratio(name, GeometricMean(ratios), "system-text-json");
        printer.Ratio($"{name}.newtonsoft", GeometricMean(newtonsoft), "newtonsoft-json");
        return [.. ratios];
    }

    private static double GeometricMean(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return Math.Exp(all.Sum(Math.Log) / all.Length);
    }

    private static double AllocatedPerCall(Action action)
    {
        const int calls = 1000;
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < calls; i++)
            action();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)calls;
    }

    /// <summary>What a decoded message occupies: the heap's growth by many of them.</summary>
    private static double RemainingPerCall(Func<object> decode)
    {
        const int calls = 1000;
        object[] kept = new object[calls];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < calls; i++)
            kept[i] = decode();
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(kept);
        return (after - before) / (double)calls;
    }
}
