namespace CmqContracts.Tests;

public sealed class HandlerRetryDelayTests
{
    [Fact]
    public void A_delay_doubles_up_to_its_longest_and_keeps_within_its_jitter()
    {
        HandlerRetryOptions options = new() { FirstDelay = TimeSpan.FromSeconds(10), MaxDelay = TimeSpan.FromSeconds(100), Jitter = 0.5 };
        for (int attempt = 1; attempt <= 1000; attempt++)
        {
            double middle = Math.Min(100, 10 * Math.Pow(2, attempt - 1));
            Assert.Equal(middle * 0.5, options.DelayAfter(attempt, 0).TotalSeconds);
            Assert.Equal(Math.Min(100, middle * 1.5), options.DelayAfter(attempt, 1).TotalSeconds);
        }

        Assert.Equal(TimeSpan.FromSeconds(1), new HandlerRetryOptions { FirstDelay = TimeSpan.FromSeconds(1), Jitter = 1 }.DelayAfter(1, 0));
    }
}
