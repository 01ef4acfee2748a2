using CmqContracts;

namespace Quickstart;

/// <summary>Runs the steps of the quick start, and prints what they do.</summary>
internal sealed class Demo(CmqClient cmq, Func<CmqClient>? connectWithWrongKey, TextWriter output)
{
    public CmqClient Cmq { get; } = cmq;

    /// <summary>Connects with a key that is wrong; <see langword="null"/> where no key is involved.</summary>
    public Func<CmqClient>? ConnectWithWrongKey { get; } = connectWithWrongKey;

    public void Say(string text) => output.WriteLine("    " + text);

    /// <summary>Fails the demo unless a condition holds.</summary>
    public static void Expect(bool isTrue, string expectation)
    {
        if (!isTrue)
            throw new InvalidOperationException("Expected: " + expectation);
    }

    public async Task StepAsync(string name, string what, Func<Demo, Task> step)
    {
        output.WriteLine($"{name}: {what}");
        await step(this);
        output.WriteLine($"ok: {name}");
        output.WriteLine();
    }
}
