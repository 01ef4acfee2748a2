using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using CmqContracts.Broker;

namespace CmqContracts.Tests;

/// <summary><c>ToString</c> of every public record and result prints its members with their values, and no secret.</summary>
public sealed class RecordTextTests
{
    private static readonly string[] Secrets = ["user-name", "pass-word", "query-secret", "fragment-secret", "body-secret", "header-secret"];

    public static TheoryData<Type> Records =>
        [.. ((Assembly[])[typeof(CmqMessage).Assembly, typeof(CmqBroker).Assembly, typeof(CmqClient).Assembly])
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null || HasOwnToString(type))];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_shows_its_members_and_no_secret(Type record)
    {
        string text = Filled(record).ToString()!;

        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("`", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        if (!text.StartsWith(record.Name + " { ", StringComparison.Ordinal))
            return;
        foreach (PropertyInfo member in Members(record).Where(member => member.PropertyType != typeof(IReplyBudget)))
        {
            Assert.Contains($"{member.Name} = ", text, StringComparison.Ordinal);
            if (ItemOf(member.PropertyType) == typeof(string))
                Assert.Contains($"{member.Name} = [{member.Name}1, {member.Name}2]", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_result_of_creation_prints_how_it_differs()
    {
        AttributeDrift drift = new() { Kind = DriftKind.Changeable, Subject = DriftSubject.Queue, SubjectName = "orders", Attribute = "visibilityTimeout", Expected = "60", Actual = "30" };

        Assert.Equal("EnsureCreatedResult { Name = orders, Created = False, Drift = [visibilityTimeout is 30, the contract says 60] }", new EnsureCreatedResult { Name = "orders", Created = false, Drift = [drift] }.ToString());
    }

    [Fact]
    public void Many_items_are_shown_by_the_first_and_their_number()
    {
        string text = new BatchSendResult { Entries = [.. Enumerable.Range(0, 10_000).Select(i => new SendEntry { MessageId = $"m{i}" })] }.ToString();

        Assert.StartsWith("BatchSendResult { AllSucceeded = True, Entries = [SendEntry { Outcome = Done, MessageId = m0, Error =  }, ", text, StringComparison.Ordinal);
        Assert.EndsWith(", … 10000 in all] }", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1, 1500);
    }

    /// <summary>Whether a class has a <c>ToString</c> of its own and members that can be set, as results have.</summary>
    private static bool HasOwnToString(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && type != typeof(CmqOptions)
        && type.GetMethod(nameof(ToString), BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly, []) is not null
        && Members(type).Any(static member => member.SetMethod is { IsPublic: true });

    private static object Filled(Type record)
    {
        object filled = RuntimeHelpers.GetUninitializedObject(record);
        foreach (PropertyInfo member in Members(record))
        {
            object? value = Value(member.PropertyType, member.Name);
            if (member.SetMethod is not null)
                member.SetValue(filled, value);
            else
                record.GetField($"<{member.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(filled, value);
        }

        return filled;
    }

    /// <summary>The members that hold something, in contrast to those that are made from others.</summary>
    private static IEnumerable<PropertyInfo> Members(Type record) => record
        .GetProperties(BindingFlags.Instance | BindingFlags.Public)
        .Where(member => record.GetField($"<{member.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is not null);

    private static object? Value(Type type, string name)
    {
        if (ItemOf(type) is { } item)
        {
            Array items = Array.CreateInstance(item, 2);
            items.SetValue(Value(item, name + "1"), 0);
            items.SetValue(Value(item, name + "2"), 1);
            return items;
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return name == "Endpoint" ? "https://user-name:pass-word@example.org/path?query-secret#fragment-secret" : name;
        if (type == typeof(ReadOnlyMemory<byte>))
            return new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes("body-secret"));
        if (type == typeof(KeyValuePair<string, string>))
            return KeyValuePair.Create(name, "header-secret");
        if (type == typeof(Exception))
            return Record.Exception((Action)(static () => throw new InvalidOperationException("one line\nand another")));
        if (type == typeof(DateTimeOffset))
            return DateTimeOffset.UnixEpoch;
        if (type.IsInterface)
            return null;
        return type.IsPrimitive || type.IsEnum || type == typeof(TimeSpan) ? Activator.CreateInstance(type) : Filled(type);
    }

    private static Type? ItemOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
}
