using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server.Tests;

/// <summary>The cost of the check for ambiguous values, which comes before permission and rate limit.</summary>
public sealed class AmbiguityCostTests
{
    private const int Kilobyte = 1024;

    /// <summary>The action, the parameter, and the text that is repeated in its value. <c>x</c> is read by no action.</summary>
    public static TheoryData<string, string, string> Fillings
    {
        get
        {
            TheoryData<string, string, string> fillings = [];
            foreach ((string action, string name) in new[] { ("ListQueue", "x"), ("ListQueue", "Token"), ("ListQueue", "searchWord"), ("SendMessage", "msgBody"), ("PublishMessage", "msgTag.0"), ("Subscribe", "endpoint"), ("SendCmqMsg", "MsgContent") })
            {
                foreach (string filling in (string[])["&Token", "&", "&=", "&&=", "=&", "&msgBody", "&msgTag.0", "&msgTag.", "&a=", "&Token=", "&msgBody=", "&msgTag.000000000000000000000000000000000000000000000", "&zz.1=", "=", ".", "&queueName"])
                    fillings.Add(action, name, filling);
            }

            return fillings;
        }
    }

    [Theory]
    [MemberData(nameof(Fillings))]
    public void Every_byte_of_a_value_is_examined_once(string action, string name, string filling)
    {
        (long small, int smallBytes) = Examine(action, name, filling, 64 * Kilobyte);
        (long large, int largeBytes) = Examine(action, name, filling, 128 * Kilobyte);

        Assert.InRange(small, 0, 2 * smallBytes);
        Assert.InRange(large, 0, Math.Max(2 * largeBytes, 3 * small));
    }

    [Fact]
    public void Bodies_that_may_be_unsigned_do_not_multiply_the_cost()
    {
        using V2Parameters parameters = new();
        parameters.Add("msgBody.0"u8, string.Concat(Enumerable.Repeat("&Token=&msgTag=", 20 * Kilobyte)));
        for (int i = 0; i < 1_000; i++)
            parameters.Add(Encoding.ASCII.GetBytes($"msgBody.{i + 1}"), "@");
        Assert.InRange(AmbiguousValues.Refuse(parameters, ParametersOf("BatchSendMessage")), 1, 2 * (15 * 20 + 20) * Kilobyte);
    }

    private static ActionParameters ParametersOf(string action) => (V2ActionTable.Actions.Find(action)?.Info ?? Api3ActionTable.Actions.Find(action)!.Info).Parameters;

    /// <summary>How many bytes were examined, and how many there are. A request that is refused at the first pair costs no more.</summary>
    private static (long Examined, int Bytes) Examine(string action, string name, string filling, int length)
    {
        string value = string.Concat(Enumerable.Repeat(filling, length / filling.Length));
        using V2Parameters parameters = new();
        parameters.Add("Action"u8, action);
        parameters.Add("Timestamp"u8, "1");
        parameters.Add(Encoding.ASCII.GetBytes(name), value);
        try
        {
            return (AmbiguousValues.Refuse(parameters, ParametersOf(action)), value.Length + 100);
        }
        catch (CmqServiceException e)
        {
            Assert.True(e.Is(CmqErrors.ParameterKeyFormatError("name")), e.Message);
            return (0, value.Length);
        }
    }
}
