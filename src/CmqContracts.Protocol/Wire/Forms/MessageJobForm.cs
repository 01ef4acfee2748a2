using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>The replies of InspectStartJob, InspectCancelJob and InspectJobs.</summary>
internal static class MessageJobForm
{
    /// <summary>Writes the fields of a reply that has one job.</summary>
    public static void WriteReply(Utf8JsonWriter json, MessageJob job)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject("job"u8);
        Write(json, job, withFilterTexts: true);
        json.WriteEndObject();
    }

    /// <summary>Writes the fields of InspectJobs' reply.</summary>
    /// <param name="json">The reply.</param>
    /// <param name="jobs">The jobs.</param>
    /// <param name="withFilterTexts">Whether to write the texts and values that jobs look for, which are parts of bodies.</param>
    public static void WriteListReply(Utf8JsonWriter json, IReadOnlyList<MessageJob> jobs, bool withFilterTexts)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(jobs);
        json.WriteStartArray("jobList"u8);
        foreach (MessageJob job in jobs)
        {
            json.WriteStartObject();
            Write(json, job, withFilterTexts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads the job out of a reply that has one.</summary>
    public static MessageJob ReadReply(ReadOnlySpan<byte> reply)
    {
        MessageJob? job = null;
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        while (V2ReplyReader.NextField(ref json))
        {
            if (!json.ValueTextEquals("job"u8))
                V2ReplyReader.Skip(ref json);
            else if (V2ReplyReader.EnterObject(ref json))
                job = Read(ref json);
        }

        return job ?? throw V2ReplyReader.MissingField("job");
    }

    /// <summary>Reads the jobs out of InspectJobs' reply.</summary>
    public static IReadOnlyList<MessageJob> ReadListReply(ReadOnlySpan<byte> reply)
    {
        List<MessageJob>? jobs = null;
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        while (V2ReplyReader.NextField(ref json))
        {
            if (!json.ValueTextEquals("jobList"u8))
            {
                V2ReplyReader.Skip(ref json);
                continue;
            }

            if (!V2ReplyReader.EnterArray(ref json))
                continue;
            jobs = [];
            while (V2ReplyReader.NextObject(ref json))
                jobs.Add(Read(ref json));
        }

        return jobs ?? throw V2ReplyReader.MissingField("jobList");
    }

    private static void Write(Utf8JsonWriter json, MessageJob job, bool withFilterTexts)
    {
        json.WriteString("jobId"u8, job.Id);
        json.WriteString("jobState"u8, InspectionWords.JobStates.Of(job.State));
        json.WriteString("queueName"u8, job.Request.QueueName);
        json.WriteString("state"u8, InspectionWords.States.Of(job.Request.State));
        json.WriteString("jobAction"u8, InspectionWords.JobActions.Of(job.Request.Action));
        WriteIfThere(json, "targetQueueName", job.Request.TargetQueueName);
        WriteFilter(json, job.Request.Filter, withFilterTexts);
        json.WriteNumber("startTimeMs"u8, job.StartedAt.ToUnixTimeMilliseconds());
        if (job.EndedAt is { } end)
            json.WriteNumber("endTimeMs"u8, end.ToUnixTimeMilliseconds());
        json.WriteNumber("total"u8, job.Total);
        json.WriteNumber("examined"u8, job.Examined);
        json.WriteNumber("done"u8, job.Done);
        json.WriteNumber("skipped"u8, job.Skipped);
        WriteIfThere(json, "error", job.Error);
    }

    private static void WriteFilter(Utf8JsonWriter json, MessageFilter? filter, bool withTexts)
    {
        WriteIfThere(json, "jsonPath", filter?.JsonPath);
        if (withTexts)
        {
            WriteIfThere(json, "text", filter?.Text);
            WriteIfThere(json, "value", filter?.Value);
        }
        else if (filter?.Text is not null || filter?.Value is not null)
        {
            json.WriteNumber("filterIsHidden"u8, 1);
        }
    }

    private static void WriteIfThere(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private static MessageJob Read(ref Utf8JsonReader json)
    {
        string? id = null, queue = null, target = null, text = null, path = null, value = null, error = null;
        MessageJobState? jobState = null;
        MessageState? state = null;
        MessageJobAction? action = null;
        DateTimeOffset? started = null, ended = null;
        long? total = null, examined = null, done = null, skipped = null;
        bool hasHidden = false;
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "jobId": id = V2ReplyReader.ReadName(ref json); break;
                case "jobState": jobState = InspectionWords.JobStates.Read(ref json); break;
                case "queueName": queue = V2ReplyReader.ReadName(ref json); break;
                case "state": state = InspectionWords.States.Read(ref json); break;
                case "jobAction": action = InspectionWords.JobActions.Read(ref json); break;
                case "targetQueueName": target = V2ReplyReader.ReadName(ref json); break;
                case "text": text = V2ReplyReader.ReadText(ref json); break;
                case "jsonPath": path = V2ReplyReader.ReadText(ref json); break;
                case "value": value = V2ReplyReader.ReadText(ref json); break;
                case "filterIsHidden": hasHidden = V2ReplyReader.ReadNumber(ref json) != 0; break;
                case "startTimeMs": started = V2ReplyReader.ReadTimeMs(ref json); break;
                case "endTimeMs": ended = V2ReplyReader.ReadTimeMs(ref json); break;
                case "total": total = V2ReplyReader.ReadLongCount(ref json); break;
                case "examined": examined = V2ReplyReader.ReadLongCount(ref json); break;
                case "done": done = V2ReplyReader.ReadLongCount(ref json); break;
                case "skipped": skipped = V2ReplyReader.ReadLongCount(ref json); break;
                case "error": error = V2ReplyReader.ReadText(ref json); break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        MessageFilter filter = new() { Text = text, JsonPath = path, Value = value };
        return new MessageJob
        {
            Id = V2ReplyReader.Require(id, "jobId"),
            State = V2ReplyReader.Require(jobState, "jobState"),
            Request = new MessageJobRequest(V2ReplyReader.Require(queue, "queueName"), V2ReplyReader.Require(state, "state"), V2ReplyReader.Require(action, "jobAction"))
            {
                TargetQueueName = target,
                Filter = !hasHidden && filter == new MessageFilter() ? null : filter,
            },
            StartedAt = V2ReplyReader.Require(started, "startTimeMs"),
            EndedAt = ended,
            Total = V2ReplyReader.Require(total, "total"),
            Examined = V2ReplyReader.Require(examined, "examined"),
            Done = V2ReplyReader.Require(done, "done"),
            Skipped = V2ReplyReader.Require(skipped, "skipped"),
            Error = error,
        };
    }
}
