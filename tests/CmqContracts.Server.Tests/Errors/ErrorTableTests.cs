using System.Reflection;

namespace CmqContracts.Server.Tests.Errors;

/// <summary>Every error of the protocol is tested: it is in the tables of refused requests, or in another test for the reason given here.</summary>
public sealed class ErrorTableTests
{
    /// <summary>Errors that need keys, rates, limits or HTTP of their own.</summary>
    private static readonly (int Code, string Message)[] Elsewhere =
    [
        (4000, "(10000)invalid request parameters"),
        (4000, "(10420)cannot parse request, or request size is more than 1MB"),
        (4000, "(10450)secret id dosen't begin with AKID"),
        (4000, "(10461)no cam authentication"),
        (4000, "(10640)notifyContentFormat of protocol queue must be SIMPLIFIED"),
        (4100, "(10080)secret id status error"),
        (4420, "(10250)qps throttling"),
        (4450, "(10220)number of queues has reached the limit"),
        (4450, "(10610)number of topics has reached the limit"),
        (4470, "(10300)total message size exceed 1MB"),
        (4480, "(10460)exceed interface frequency limit, please slow down"),
        (4500, "(10480)number of subscription has reached the limit"),
        (6000, "(10050)server internal error"),
        (6010, "(10150)delete message partially failed"),
        (6040, "(10660)it will take some time to release resources of previous queue before you create a new one with the same name, please try later"),
        (6040, "(10660)it will take some time to release resources of previous topic before you create a new one with the same name, please try later"),
        (6070, "(10690)too many unacked(inactive) messages or delayed messages"),
    ];

    [Fact]
    public void Every_error_is_spelled_as_documented()
    {
        IEnumerable<(int, string)> tried = QueueErrorTests.Refused.Concat(TopicErrorTests.Refused).Select(row => ((int)row[1], (string)row[2]));
        IEnumerable<CmqError> errors = typeof(CmqErrors).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => (CmqError)property.GetValue(null)!);

        Assert.Empty(errors.Select(error => (error.Code, error.WireMessage)).Except(tried).Except(Elsewhere));
    }
}
