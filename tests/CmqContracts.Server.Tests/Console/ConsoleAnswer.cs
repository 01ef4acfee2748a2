using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace CmqContracts.Server.Tests;

/// <summary>What a console answers.</summary>
internal sealed partial class ConsoleAnswer
{
    public ConsoleAnswer(HttpResponseMessage response, byte[] bytes)
    {
        Status = response.StatusCode;
        Bytes = bytes;
        Text = Encoding.UTF8.GetString(bytes);
        Location = response.Headers.Location?.OriginalString is { } location && location.StartsWith(CmqServer.ConsolePath, StringComparison.Ordinal) ? location[CmqServer.ConsolePath.Length..] : response.Headers.Location?.OriginalString;
        Headers = response.Headers;
        ContentHeaders = response.Content.Headers;
    }

    public HttpStatusCode Status { get; }

    public byte[] Bytes { get; }

    /// <summary>The answer, such as the HTML of a page.</summary>
    public string Text { get; }

    /// <summary>What people read between the page's head and its end: without markup, and each run of spaces as one.</summary>
    public string Words => Spaces().Replace(WebUtility.HtmlDecode(Markup().Replace(MainElement().Match(Text) is { Success: true } main ? main.Value : Text, "")), " ").Trim();

    /// <summary>Where a redirect leads, as a path of the console; <see langword="null"/>: it is none.</summary>
    public string? Location { get; }

    public HttpResponseHeaders Headers { get; }

    public HttpContentHeaders ContentHeaders { get; }

    public string Header(string name) => Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : "";

    public void AssertRedirect(string location)
    {
        Assert.True(Status == HttpStatusCode.Redirect, $"{Status}: {Words}");
        Assert.Equal(location, Location);
    }

    public void AssertShows(params string[] texts) => Assert.All(texts, text => Assert.Contains(text, Words, StringComparison.Ordinal));

    public void AssertShowsNo(params string[] texts) => Assert.All(texts, text => Assert.DoesNotContain(text, WebUtility.HtmlDecode(Text), StringComparison.Ordinal));

    /// <summary>What a field of a form holds: the text of a textarea, otherwise a value.</summary>
    public string Field(string name)
    {
        Match area = Regex.Match(Text, $"<textarea[^>]* name=\"{Regex.Escape(name)}\"[^>]*>([^<]*)</textarea>");

        // Browsers leave out a line end at the beginning.
        if (area.Success)
            return WebUtility.HtmlDecode(FirstLineEnd().Replace(area.Groups[1].Value, ""));
        Match input = Regex.Match(Text, $"<input[^>]* name=\"{Regex.Escape(name)}\"[^>]* value=\"([^\"]*)\"");
        return WebUtility.HtmlDecode(input.Groups[1].Value);
    }

    [GeneratedRegex("<main.*</main>", RegexOptions.Singleline)]
    private static partial Regex MainElement();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Markup();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\A\r?\n")]
    private static partial Regex FirstLineEnd();
}
