using System.Reflection;

namespace CmqContracts.Tests;

#pragma warning disable CA1852 // The proxy derives from it.
/// <summary>A service whose calls fail as a test says, and else answer with what the test says, or the default of their result.</summary>
internal class ScriptedService : DispatchProxy
#pragma warning restore CA1852
{
    private Func<string, object?[], object?> _answer = static (_, _) => null;

    /// <summary>The names of the calls, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>A service.</summary>
    /// <param name="answer">What a call gives: an exception, a task, a result, or <see langword="null"/> for the default.</param>
    /// <returns>The service, and what was called.</returns>
    public static (ICmqService Service, List<string> Calls) Create(Func<string, object?[], object?> answer)
    {
        ICmqService service = Create<ICmqService, ScriptedService>();
        ((ScriptedService)service)._answer = answer;
        return (service, ((ScriptedService)service).Calls);
    }

    /// <summary>A service whose calls have these answers one after the other; the last one for all that follow.</summary>
    public static (ICmqService Service, List<string> Calls) Create(params object?[] answers)
    {
        int call = 0;
        return Create((_, _) => answers[Math.Min(call++, answers.Length - 1)]);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Calls.Add(targetMethod!.Name);
        object? answer = _answer(targetMethod.Name, args!);
        if (answer is Exception failure)
            throw failure;
        if (answer is null || answer.GetType() == targetMethod.ReturnType)
            return answer ?? Activator.CreateInstance(targetMethod.ReturnType);
        return Activator.CreateInstance(targetMethod.ReturnType, answer);
    }
}
