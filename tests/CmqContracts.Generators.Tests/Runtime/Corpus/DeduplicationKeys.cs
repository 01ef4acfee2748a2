namespace CmqContracts.Generators.Tests.Runtime;

[CmqQueue("keyed-by-text")]
public sealed partial record KeyedByText([DeduplicationKey] string Key);

[CmqQueue("keyed-by-id"), CmqSubscription("topic")]
public sealed partial record KeyedById(int Number, [property: DeduplicationKey] Guid Id);

[CmqQueue("keyed-by-char")]
public sealed partial record KeyedByChar([DeduplicationKey] char Key);

[CmqQueue("keyed-by-number")]
public readonly partial record struct KeyedByNumber([DeduplicationKey] long Number);

[CmqQueue("keyed-by-enum")]
public sealed partial record KeyedByEnum([DeduplicationKey] DayOfWeek Day);

public enum KeyedLarge : ulong
{
    None,
    Most = ulong.MaxValue,
}

[CmqQueue("keyed-by-large-enum")]
public sealed partial record KeyedByLargeEnum([DeduplicationKey] KeyedLarge Key);

[CmqQueue("keyed-by-both")]
public sealed partial record KeyedByBoth(string Shop, int Number)
{
    [DeduplicationKey]
    private string Key => $"{Shop}/{Number}";
}

public abstract class KeyedBase
{
    [DeduplicationKey]
    public virtual short Number { get; set; }
}

[CmqQueue("keyed-by-inherited")]
public sealed partial class KeyedByInherited : KeyedBase
{
    public string Name { get; set; } = "";
}

public abstract record KeyedRecord(int Id);

[CmqQueue("keyed-by-heir")]
public sealed partial record KeyedByHeir([DeduplicationKey] int Id, string Name) : KeyedRecord(Id);

[CmqQueue("keyed-by-keyword")]
public sealed partial class KeyedByKeyword
{
    [DeduplicationKey]
    public int @class { get; set; }
}

public sealed record KeyedElsewhere([DeduplicationKey] int Number);

[CmqQueue<KeyedElsewhere>("foreign")]
public sealed partial class KeyedElsewhereQueue;
