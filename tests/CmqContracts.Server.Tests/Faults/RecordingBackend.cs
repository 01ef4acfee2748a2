using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using CmqContracts.Broker;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>A backend that records every call, and refuses it.</summary>
internal sealed class RecordingBackend(CmqBroker broker) : ForwardingBackend(broker)
{
    /// <summary>The calls since this list was last cleared, as text.</summary>
    public List<string> Calls { get; } = [];

    public override ICmqInspector GetInspector(string account) => Record<ICmqInspector>();

    public override ICmqService GetService(string account) => Record<ICmqService>();

    private T Record<T>()
        where T : class
    {
        T recorded = DispatchProxy.Create<T, Recorder>();
        ((Recorder)(object)recorded).Calls = Calls;
        return recorded;
    }

#pragma warning disable CA1852 // The proxy derives from it.
    public class Recorder : DispatchProxy
#pragma warning restore CA1852
    {
        internal List<string> Calls { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Calls.Add(targetMethod!.Name + string.Concat(args!.Where(argument => argument is not CancellationToken).Select(argument => " " + Describe(argument))));
            throw new CmqServiceException(CmqErrors.QueueDoesNotExist);
        }

        private static string Describe(object? value) => value switch
        {
            null => "null",
            ReadOnlyMemory<byte> bytes => JsonSerializer.Serialize(Encoding.Latin1.GetString(bytes.Span)),
            string text => JsonSerializer.Serialize(text),
            IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Describe)) + "]",
            _ when value.GetType().Namespace!.StartsWith("CmqContracts", StringComparison.Ordinal) && !value.GetType().IsEnum =>
                "{" + string.Join(", ", value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0).Select(property => property.Name + "=" + Describe(property.GetValue(value)))) + "}",
            _ => value.ToString()!,
        };
    }
}
