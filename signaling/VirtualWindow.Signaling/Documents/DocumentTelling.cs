using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.Documents;

/// <summary>Tells both pages that something changed; what, they ask. Who misses it is told again when the keeper sees the change.</summary>
internal sealed class DocumentTelling(HubVoice voice, DocumentBook book)
{
    public void Tell(SessionId session)
    {
        if (book.Find(session) is { } documents) Tell(documents);
    }

    public void Tell(LiveDocuments documents)
    {
        var news = new DocumentsChanged(documents.Session.ToString());
        voice.TellApplicant(documents.Applicant, news);
        voice.TellDesk(documents.Clerk, news);
    }

    /// <summary>To the other side, of whoever made it.</summary>
    public void Tell(LiveDocuments documents, DocumentGesture gesture)
    {
        if (gesture.By == ParticipantRole.Applicant) voice.TellDesk(documents.Clerk, gesture);
        else voice.TellApplicant(documents.Applicant, gesture);
    }
}
