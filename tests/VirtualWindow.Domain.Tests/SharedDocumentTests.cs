using VirtualWindow.Domain.Documents;

namespace VirtualWindow.Domain.Tests;

public sealed class SharedDocumentTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly SessionId Session = new(Guid.NewGuid());
    private static readonly ParticipantId Clerk = new(Guid.NewGuid());
    private static readonly ShownBytes Safe = new(new string('a', 64), 10, "image/jpeg", [new(595, 842)]);

    [Fact]
    public void An_upload_is_seen_by_nobody_until_it_is_checked()
    {
        var document = Received();
        Assert.Equal((DocumentState.Checking, null, 0), (document.State, document.Sha256, document.Pages.Count));
        document.Hold();
        document.Hold(); // the scanner is still away
        document.Show(Safe, originalIsSigned: false);
        Assert.Equal((DocumentState.Shown, Safe.Sha256), (document.State, document.Sha256));
    }

    [Theory]
    [InlineData(DocumentMove.Show)]
    [InlineData(DocumentMove.Hold)]
    [InlineData(DocumentMove.Withdraw)]
    [InlineData(DocumentMove.Refuse)]
    public void What_was_refused_or_withdrawn_stays_so(DocumentMove move)
    {
        Assert.False(SharedDocument.Legal.Allows(DocumentState.Refused, move));
        Assert.False(SharedDocument.Legal.Allows(DocumentState.Withdrawn, move));
    }

    [Fact]
    public void What_is_shown_is_never_replaced_in_place()
    {
        var document = Received();
        document.Show(Safe, false);
        Assert.Throws<IllegalMoveException>(() => document.Show(Safe with { Sha256 = new string('b', 64) }, false));
        var signed = document.Supersede(new(Guid.NewGuid()), DocumentOrigin.Signed, Clerk, Safe with { Sha256 = new string('b', 64) }, Now);
        Assert.Equal((document.Id, document.Name, document.Material), (signed.Replaces, signed.Name, signed.Material));
    }

    [Fact]
    public void A_showing_is_confirmed_by_the_right_hash_only_and_once()
    {
        var document = Received();
        Assert.Throws<IllegalMoveException>(() => new DocumentShowing(document, 1, Clerk, Now));
        document.Show(Safe, false);
        var showing = new DocumentShowing(document, 1, Clerk, Now);
        Assert.False(showing.Confirm(applicant: true, new string('b', 64), Now));
        Assert.True(showing.Confirm(applicant: true, Safe.Sha256, Now));
        Assert.True(showing.Confirm(applicant: true, Safe.Sha256, Now.AddSeconds(9)));
        Assert.Equal((Now, false), (showing.ApplicantSawAt, showing.BothSaw));
        Assert.True(showing.Confirm(applicant: false, Safe.Sha256, Now));
        Assert.True(showing.BothSaw);
        showing.Close(Now);
        Assert.Throws<IllegalMoveException>(() => showing.Confirm(applicant: true, Safe.Sha256, Now));
    }

    [Fact]
    public void A_request_ends_once()
    {
        var request = new DocumentRequest(new(Guid.NewGuid()), Session, null, "户口簿", Now);
        var answer = new DocumentId(Guid.NewGuid());
        request.AnswerWith(answer, Now);
        Assert.Equal((RequestEnd.Answered, answer, false), (request.End, request.Answer, request.Open));
        Assert.Throws<IllegalMoveException>(() => request.Decline(Now));
        Assert.Throws<IllegalMoveException>(() => request.Withdraw(Now));
    }

    [Fact]
    public void An_upload_grows_at_its_end_and_finishes_whole()
    {
        var upload = new DocumentUpload(new(Guid.NewGuid()), Title, null, 10, Safe.Sha256, Now);
        upload.Grow(0, 6, Now);
        Assert.Throws<IllegalMoveException>(() => upload.Grow(0, 4, Now));
        Assert.Throws<IllegalMoveException>(() => upload.Grow(6, 5, Now));
        Assert.Throws<IllegalMoveException>(() => upload.Finish(Now));
        upload.Grow(6, 4, Now);
        Assert.Equal((upload.Id, DocumentState.Checking, 10L), (upload.Finish(Now).Id, upload.Finish(Now).State, upload.Finish(Now).OriginalLength));
    }

    [Theory]
    [InlineData("595.28x841.89")]
    [InlineData("595.28x841.89;841.89x595.28;1x2")]
    [InlineData("")]
    public void Page_sizes_are_written_as_they_are_read(string text) => Assert.Equal(text, PageSize.Write(PageSize.Read(text)));

    private static DocumentTitle Title => new(Session, "照片.jpg", "2", DocumentOrigin.Captured, Clerk);

    private static SharedDocument Received() => SharedDocument.Receive(new(Guid.NewGuid()), Title, new string('c', 64), 99, Now);
}
