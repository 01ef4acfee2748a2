using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <content>The actions of the inspector.</content>
internal sealed partial class CmqHttpService
{
    /// <summary>The inspector of the key's account.</summary>
    private sealed class HttpInspector(CmqHttpService service) : ICmqInspector
    {
        private CmqLimits Limits => service._limits;

        public async ValueTask<PeekResult> PeekMessagesAsync(PeekMessagesRequest request, CancellationToken cancellationToken = default)
        {
            InspectionRules.Check(request, Limits);
            RefuseMask(request.Mask);
            using V2Request form = service.Begin(V2Actions.InspectMessages);
            InspectMessagesForm.Write(form.Parameters, request);
            using Reply reply = await SendAsync(form, V2Actions.InspectMessages, request.QueueName, cancellationToken).ConfigureAwait(false);
            PeekResult result = reply.Read(InspectMessagesForm.ReadReply);
            CheckCount(reply, result.Messages.Count, request.MaxMessages);
            return result;
        }

        public async ValueTask<InspectedMessage?> FindMessageAsync(FindMessageRequest request, CancellationToken cancellationToken = default)
        {
            InspectionRules.Check(request, Limits);
            RefuseMask(request.Mask);
            using V2Request form = service.Begin(V2Actions.InspectMessage);
            InspectMessageForm.Write(form.Parameters, request);
            using Reply reply = await SendAsync(form, V2Actions.InspectMessage, request.QueueName, cancellationToken).ConfigureAwait(false);
            return reply.Read(InspectMessageForm.ReadReply);
        }

        public async ValueTask<SearchResult> SearchMessagesAsync(SearchMessagesRequest request, CancellationToken cancellationToken = default)
        {
            InspectionRules.Check(request, Limits);
            RefuseMask(request.Mask);
            using V2Request form = service.Begin(V2Actions.InspectSearch);
            InspectSearchForm.Write(form.Parameters, request);
            using Reply reply = await SendAsync(form, V2Actions.InspectSearch, request.QueueName, cancellationToken).ConfigureAwait(false);
            SearchResult result = reply.Read(InspectSearchForm.ReadReply);
            CheckCount(reply, result.Messages.Count, request.MaxMessages);
            return result;
        }

        public async ValueTask<long> CountRewindAsync(RewindQueueRequest request, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(request);
            RequestRules.CheckQueueName(request.QueueName, Limits);
            using V2Request form = service.Begin(V2Actions.InspectRewindCount);
            RewindQueueForm.Write(form.Parameters, request);
            using Reply reply = await SendAsync(form, V2Actions.InspectRewindCount, request.QueueName, cancellationToken).ConfigureAwait(false);
            return reply.Read(InspectRewindForm.ReadCount);
        }

        public async ValueTask<RewindProfile> GetRewindProfileAsync(string queueName, CancellationToken cancellationToken = default)
        {
            RequestRules.CheckQueueName(queueName, Limits);
            using V2Request form = service.Begin(V2Actions.InspectRewindProfile);
            form.Parameters.Add("queueName"u8, queueName);
            using Reply reply = await SendAsync(form, V2Actions.InspectRewindProfile, queueName, cancellationToken).ConfigureAwait(false);
            return reply.Read(InspectRewindForm.ReadProfile);
        }

        public async ValueTask<MessageActionResult> DeleteMessagesAsync(DeleteMessagesByIdRequest request, CancellationToken cancellationToken = default)
        {
            request = InspectionRules.Take(request, Limits);
            using V2Request form = service.Begin(V2Actions.InspectDelete);
            InspectActForm.Write(form.Parameters, request);
            using Reply reply = await SendAsync(form, V2Actions.InspectDelete, request.QueueName, cancellationToken).ConfigureAwait(false);
            return reply.Read(MessageActionResultForm.ReadReply);
        }

        public async ValueTask<MessageActionResult> MoveMessagesAsync(MoveMessagesRequest request, CancellationToken cancellationToken = default)
        {
            request = InspectionRules.Take(request, Limits);
            using V2Request form = service.Begin(V2Actions.InspectMove);
            InspectActForm.Write(form.Parameters, request);
            using Reply reply = await SendAsync(form, V2Actions.InspectMove, request.SourceQueueName, cancellationToken).ConfigureAwait(false);
            return reply.Read(MessageActionResultForm.ReadReply);
        }

        public async ValueTask<MessageJob> StartJobAsync(MessageJobRequest request, CancellationToken cancellationToken = default)
        {
            InspectionRules.Check(request, Limits);
            RefuseMask(request.Mask);
            using V2Request form = service.Begin(V2Actions.InspectStartJob);
            InspectStartJobForm.Write(form.Parameters, request);
            using Reply reply = await SendAsync(form, V2Actions.InspectStartJob, request.QueueName, cancellationToken).ConfigureAwait(false);
            return reply.Read(MessageJobForm.ReadReply);
        }

        public async ValueTask<IReadOnlyList<MessageJob>> ListJobsAsync(CancellationToken cancellationToken = default)
        {
            using V2Request form = service.Begin(V2Actions.InspectJobs);
            using Reply reply = await SendAsync(form, V2Actions.InspectJobs, queueName: null, cancellationToken).ConfigureAwait(false);
            return reply.Read(MessageJobForm.ReadListReply);
        }

        public async ValueTask<MessageJob> CancelJobAsync(string jobId, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(jobId);
            using V2Request form = service.Begin(V2Actions.InspectCancelJob);
            form.Parameters.Add("jobId"u8, jobId);
            using Reply reply = await SendAsync(form, V2Actions.InspectCancelJob, queueName: null, cancellationToken).ConfigureAwait(false);
            return reply.Read(MessageJobForm.ReadReply);
        }

        public async ValueTask<QueueDescriptionList> DescribeQueuesAsync(DescribeQueuesRequest request, CancellationToken cancellationToken = default)
        {
            request = InspectionRules.Take(request, Limits);
            using V2Request form = service.Begin(V2Actions.InspectQueues);
            InspectQueuesForm.Write(form.Parameters, request);
            using Reply reply = await SendAsync(form, V2Actions.InspectQueues, queueName: null, cancellationToken).ConfigureAwait(false);
            return reply.Read(InspectQueuesForm.ReadReply);
        }

        private ValueTask<Reply> SendAsync(V2Request form, string action, string? queueName, CancellationToken cancellationToken) =>
            service.SendAsync(form, action, queueName is null ? default : Queue(queueName), cancellationToken, About);

        /// <summary>What the service says about a refusal, or what is to be said of one by somebody else's service or for want of a right.</summary>
        private static string? About(Reply reply) => reply.Error switch
        {
            null => null,
            { } error when error.Is(CmqErrors.ActionDoesNotExist) || error.Is(CmqErrors.ActionNameDoesNotExist("")) =>
                "Only a server of this project (cmq serve) can look into queues: Tencent's service has no such action.",
            { } error when error.Is(CmqErrors.NoCamAuthentication) =>
                "The key's access does not allow it: bodies and searches need Inspect or Full, changes need Full.",
            _ => reply.Read(V2ReplyReader.ReadDetail),
        };

        /// <summary>A mask is not left out in silence: what it hides would come here, and be shown.</summary>
        private static void RefuseMask(JsonMask? mask)
        {
            if (mask is not null)
                throw new CmqServiceException(CmqErrors.InvalidRequestParameters, "Values are to be masked in the bodies, and over HTTP a client cannot ask for that. Set MaskedPaths of the server that has the queues, and none here.");
        }

        private static void CheckCount(Reply reply, int count, int most)
        {
            if (count > most)
                throw reply.Unreadable($"At most {most} messages were asked for, and {count} came.");
        }
    }
}
