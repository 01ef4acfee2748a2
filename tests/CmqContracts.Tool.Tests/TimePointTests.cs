namespace CmqContracts.Tool.Tests;

/// <summary>Times as people write them.</summary>
public sealed class TimePointTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("10 minutes ago", "2026-05-01T11:50:00Z")]
    [InlineData("1 minute ago", "2026-05-01T11:59:00Z")]
    [InlineData("90s ago", "2026-05-01T11:58:30Z")]
    [InlineData("2 Hours ago", "2026-05-01T10:00:00Z")]
    [InlineData("3 days ago", "2026-04-28T12:00:00Z")]
    [InlineData("1777636800", "2026-05-01T12:00:00Z")]
    [InlineData("2026-05-01T11:00:00Z", "2026-05-01T11:00:00Z")]
    [InlineData("2026-05-01T13:30:00.5+02:00", "2026-05-01T11:30:00.5Z")]
    [InlineData("2026-05-01 11:00Z", "2026-05-01T11:00:00Z")]
    public void A_time_is_read(string text, string expected)
    {
        Assert.True(TimePoint.TryParse(text, Now, out DateTimeOffset time));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("ten minutes ago")]
    [InlineData("-10 minutes ago")]
    [InlineData("10 minutes")]
    [InlineData("10 fortnights ago")]
    [InlineData("99999999999999999999 days ago")]
    [InlineData("99999999 days ago")]
    [InlineData("-1")]
    [InlineData("99999999999999")]
    [InlineData("05/01/2026")]
    [InlineData("2026-13-01")]
    public void Anything_else_is_refused(string text) => Assert.False(TimePoint.TryParse(text, Now, out _));
}
