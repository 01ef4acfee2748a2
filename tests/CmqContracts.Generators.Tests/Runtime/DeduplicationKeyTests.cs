using System.Globalization;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>A contract reads the member with <c>[DeduplicationKey]</c> as one text for each value.</summary>
public class DeduplicationKeyTests
{
    private static readonly Guid Id = new("0f8fad5b-d9cb-469f-a165-70867728950e");

    [Fact]
    public void A_key_is_the_text_of_its_member()
    {
        Assert.Equal("a/b", KeyOf(new KeyedByText("a/b")));
        Assert.Equal("0f8fad5b-d9cb-469f-a165-70867728950e", KeyOf(new KeyedById(1, Id)));
        Assert.Equal("ä", KeyOf(new KeyedByChar('ä')));
        Assert.Equal("3", KeyOf(new KeyedByEnum(DayOfWeek.Wednesday)));
        Assert.Equal("18446744073709551615", KeyOf(new KeyedByLargeEnum(KeyedLarge.Most)));
        Assert.Equal("shop/7", KeyOf(new KeyedByBoth("shop", 7)));
        Assert.Equal("5", KeyOf(new KeyedByInherited { Number = 5 }));
        Assert.Equal("6", KeyOf(new KeyedByHeir(6, "x")));
        Assert.Equal("7", KeyOf(new KeyedByKeyword { @class = 7 }));
        Assert.Equal("9", ContractOf<KeyedElsewhere, KeyedElsewhereQueue>().DeduplicationKey!(new KeyedElsewhere(9)));
    }

    [Fact]
    public void A_key_is_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NegativeSign = "\u2212";
            CultureInfo.CurrentCulture = odd;
            Assert.Equal("-5", KeyOf(new KeyedByNumber(-5)));
            Assert.Equal("-1", KeyOf(new KeyedByEnum((DayOfWeek)(-1))));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_contract_without_such_a_member_has_no_key() => Assert.Null(ContractOf<OrderPlaced, OrderPlaced>().DeduplicationKey);

    private static string KeyOf<T>(T message)
        where T : IQueueMessage<T> => T.Contract.DeduplicationKey!(message);

    private static QueueContract<T> ContractOf<T, TBinding>()
        where TBinding : IQueueMessage<T> => TBinding.Contract;
}
