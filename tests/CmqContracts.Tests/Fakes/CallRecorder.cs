using System.Reflection;

namespace CmqContracts.Tests;

#pragma warning disable CA1852 // The proxy derives from it.
/// <summary>A service that records its calls and answers each with the default of its result.</summary>
internal class CallRecorder : DispatchProxy
#pragma warning restore CA1852
{
    private readonly List<(MethodInfo Method, object?[] Arguments)> _calls = [];

    public static ICmqService Create() => Create<ICmqService, CallRecorder>();

    /// <summary>The calls of a service that <see cref="Create()"/> has made.</summary>
    public static IReadOnlyList<(MethodInfo Method, object?[] Arguments)> CallsOf(ICmqService service) => ((CallRecorder)service)._calls;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _calls.Add((targetMethod!, args!));
        return Activator.CreateInstance(targetMethod!.ReturnType);
    }
}
