using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Documents;
using Xunit;

namespace VirtualWindow.Specifications;

/// <summary>Documents come back byte for byte, lie encrypted, survive cuts, and are gone for ever when their key is.</summary>
public abstract class DocumentSpecification : StorageSpecification
{
    private static readonly PageSize[] A4 = [new(595.28, 841.89), new(841.89, 595.28)];

    private SessionDocuments Documents => Process.GetRequiredService<SessionDocuments>();
    private DocumentUploads Uploads => Process.GetRequiredService<DocumentUploads>();
    private DocumentFiles Files => Process.GetRequiredService<DocumentFiles>();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(DocumentFiles.BlockBytes)]
    [InlineData(DocumentFiles.BlockBytes + 1)]
    [InlineData(300_000)]
    public async Task A_document_comes_back_byte_for_byte_in_another_process(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        var added = await AddAsync(bytes);
        var other = (await StartProcessAsync()).GetRequiredService<SessionDocuments>();
        Assert.Equal(bytes, await other.ReadAsync(added.Id, Ct));
        var listed = Assert.Single(await other.ListAsync(added.Session, Ct));
        Assert.Equal((Hash(bytes), (long)length, "application/pdf", DocumentState.Shown, "申请表.pdf"), (listed.Sha256, listed.Length, listed.MediaType, listed.State, listed.Name));
        Assert.Equal(A4, listed.Pages);
    }

    [Fact]
    public async Task Nothing_of_a_document_lies_on_the_disk_in_the_clear()
    {
        var bytes = RandomNumberGenerator.GetBytes(200_000);
        var added = await AddAsync(bytes);
        var stored = await File.ReadAllBytesAsync(ShownPath(added), Ct);
        for (var at = 0; at + 32 <= bytes.Length; at += 1000)
            Assert.Equal(-1, stored.AsSpan().IndexOf(bytes.AsSpan(at, 32)));
        var key = await Store.ReadAsync((db, ct) => db.SessionKeys.SingleAsync(row => row.Session == added.Session, ct), Ct);
        var open = await Process.GetRequiredService<SessionKeys>().FindAsync(added.Session, Ct);
        Assert.Equal(-1, Convert.FromBase64String(key.Wrapped).AsSpan().IndexOf(open));
    }

    [Theory]
    [InlineData(0)] // nonce
    [InlineData(20)] // tag
    [InlineData(100_000)] // second block
    [InlineData(-1)] // last byte
    public async Task A_changed_byte_is_noticed(int at)
    {
        var added = await AddAsync(RandomNumberGenerator.GetBytes(150_000));
        var stored = await File.ReadAllBytesAsync(ShownPath(added), Ct);
        stored[at < 0 ? stored.Length + at : at] ^= 1;
        await File.WriteAllBytesAsync(ShownPath(added), stored, Ct);
        await Assert.ThrowsAsync<DocumentDamagedException>(() => Documents.ReadAsync(added.Id, Ct));
    }

    [Fact]
    public async Task Swapped_cut_and_missing_files_are_noticed()
    {
        var session = await SitDownAsync();
        var (one, other) = (await AddAsync(new byte[200_000], session), await AddAsync(new byte[200_000], session));
        var stored = await File.ReadAllBytesAsync(ShownPath(one), Ct);
        File.Copy(ShownPath(other), ShownPath(one), overwrite: true); // same session, same length, same content: still another document
        await Assert.ThrowsAsync<DocumentDamagedException>(() => Documents.ReadAsync(one.Id, Ct));
        const int frame = DocumentFiles.BlockBytes + 28;
        await File.WriteAllBytesAsync(ShownPath(one), [.. stored[frame..(2 * frame)], .. stored[..frame], .. stored[(2 * frame)..]], Ct);
        await Assert.ThrowsAsync<DocumentDamagedException>(() => Documents.ReadAsync(one.Id, Ct));
        await File.WriteAllBytesAsync(ShownPath(one), stored[..^1], Ct);
        await Assert.ThrowsAsync<DocumentDamagedException>(() => Documents.ReadAsync(one.Id, Ct));
        File.Delete(ShownPath(one));
        await Assert.ThrowsAsync<DocumentDamagedException>(() => Documents.ReadAsync(one.Id, Ct));
    }

    [Fact]
    public async Task Versions_form_one_chain_and_every_one_stays()
    {
        var form = await AddAsync([1, 2, 3]);
        var signed = await Documents.AddVersionAsync(form.Id, DocumentOrigin.Signed, null, new byte[] { 1, 2, 3, 4 }, Ct);
        var stamped = await Documents.AddVersionAsync(signed.Id, DocumentOrigin.Stamped, null, new byte[] { 1, 2, 3, 4, 5 }, Ct);
        await Assert.ThrowsAsync<DuplicateRowException>(() => Documents.AddVersionAsync(form.Id, DocumentOrigin.Signed, null, new byte[] { 9 }, Ct));
        var listed = await Documents.ListAsync(form.Session, Ct);
        Assert.Equal([(form.Id, null), (signed.Id, form.Id), (stamped.Id, (DocumentId?)signed.Id)], listed.Select(row => (row.Id, row.Replaces)));
        Assert.Equal([1, 2, 3], await Documents.ReadAsync(form.Id, Ct));
        Assert.Equal([1, 2, 3, 4, 5], await Documents.ReadAsync(stamped.Id, Ct));
        Assert.Equal(A4, stamped.Pages);
    }

    [Fact]
    public async Task What_is_not_shown_has_no_next_version()
    {
        var upload = await UploadAsync(await SitDownAsync(), new byte[100]);
        await Assert.ThrowsAsync<IllegalMoveException>(() => Documents.AddVersionAsync(upload.Id, DocumentOrigin.Signed, null, new byte[1], Ct));
    }

    [Fact]
    public async Task An_upload_grows_across_processes_and_becomes_a_document_to_check()
    {
        var bytes = RandomNumberGenerator.GetBytes((2 * DocumentFiles.BlockBytes) + 77);
        var upload = await BeginAsync(await SitDownAsync(), bytes);
        await Uploads.GrowAsync(upload, 0, bytes.AsMemory(0, DocumentFiles.BlockBytes), Ct);
        var other = (await StartProcessAsync()).GetRequiredService<DocumentUploads>();
        var resumed = (await other.FindAsync(upload.Id, Ct))!;
        Assert.Equal(DocumentFiles.BlockBytes, resumed.Received);
        var whole = await other.GrowAsync(resumed, resumed.Received, bytes.AsMemory(DocumentFiles.BlockBytes), Ct);
        var received = (await other.FinishAsync(whole, Ct))!;
        Assert.Equal((upload.Id, DocumentState.Checking, Hash(bytes)), (received.Id, received.State, received.OriginalSha256));
        Assert.Null(await other.FindAsync(upload.Id, Ct));
        Assert.Equal(bytes, await Documents.ReadOriginalAsync(received, Ct));
        await Assert.ThrowsAsync<DocumentDamagedException>(() => Documents.ReadAsync(received.Id, Ct)); // nothing is shown yet
    }

    [Fact]
    public async Task A_part_whose_row_was_never_written_is_written_again()
    {
        var bytes = RandomNumberGenerator.GetBytes((3 * DocumentFiles.BlockBytes) + 5);
        var upload = await BeginAsync(await SitDownAsync(), bytes);
        var key = await Process.GetRequiredService<SessionKeys>().OfAsync(upload.Session, Ct);
        // The process died behind the file and before the row: more lies on the disk than was acknowledged.
        await Files.AppendAsync(upload.Session, upload.Id, key, 0, bytes, Ct);
        var found = (await Uploads.FindAsync(upload.Id, Ct))!;
        Assert.Equal(0, found.Received);
        var half = await Uploads.GrowAsync(found, 0, bytes.AsMemory(0, 2 * DocumentFiles.BlockBytes), Ct);
        var whole = await Uploads.GrowAsync(half, half.Received, bytes.AsMemory(2 * DocumentFiles.BlockBytes), Ct);
        Assert.Equal(bytes, await Documents.ReadOriginalAsync((await Uploads.FinishAsync(whole, Ct))!, Ct));
    }

    [Fact]
    public async Task A_whole_upload_answers_the_question_that_it_was_made_for()
    {
        var session = await SitDownAsync();
        var ask = new DocumentRequest(new(Guid.NewGuid()), session, "1", "户口簿", Now);
        await Store.WriteAsync((db, _) =>
        {
            db.DocumentRequests.Add(ask);
            return Task.CompletedTask;
        }, Ct);
        var upload = await Uploads.BeginAsync(Title(session, DocumentOrigin.Captured), ask.Id, 3, Hash([1, 2, 3]), Ct);
        var answer = await Uploads.FinishAsync(await Uploads.GrowAsync(upload, 0, new byte[] { 1, 2, 3 }, Ct), Ct);
        var ended = await Store.ReadAsync((db, ct) => db.DocumentRequests.SingleAsync(row => row.Id == ask.Id, ct), Ct);
        Assert.Equal((RequestEnd.Answered, answer!.Id), (ended.End, ended.Answer));
    }

    [Fact]
    public async Task A_part_at_the_wrong_place_is_refused()
    {
        var bytes = new byte[DocumentFiles.BlockBytes * 2];
        var upload = await BeginAsync(await SitDownAsync(), bytes);
        await Assert.ThrowsAsync<IllegalMoveException>(() => Uploads.GrowAsync(upload, DocumentFiles.BlockBytes, bytes.AsMemory(0, DocumentFiles.BlockBytes), Ct));
        await Assert.ThrowsAsync<IllegalMoveException>(() => Uploads.GrowAsync(upload, 0, new byte[bytes.Length + 1], Ct));
        Assert.Equal(0, (await Uploads.FindAsync(upload.Id, Ct))!.Received);
    }

    [Fact]
    public async Task Bytes_that_are_not_those_announced_are_thrown_away()
    {
        var upload = await BeginAsync(await SitDownAsync(), [1, 2, 3]);
        var whole = await Uploads.GrowAsync(upload, 0, new byte[] { 1, 2, 4 }, Ct);
        Assert.Null(await Uploads.FinishAsync(whole, Ct));
        Assert.Null(await Uploads.FindAsync(upload.Id, Ct));
        Assert.False(File.Exists(Files.PathOf(upload.Session, upload.Id, DocumentFile.Original)));
    }

    [Fact]
    public async Task A_checked_upload_shows_its_safe_copy_and_keeps_the_original()
    {
        var upload = await UploadAsync(await SitDownAsync(), [9, 9, 9]);
        var shown = await Documents.ShowAsync(upload, new byte[] { 1, 2 }, "image/jpeg", [PageSize.OfPicture(1000, 500)], originalIsSigned: true, Ct);
        Assert.Equal((DocumentState.Shown, true, Hash([1, 2])), (shown.State, shown.OriginalIsSigned, shown.Sha256));
        Assert.Equal([1, 2], await Documents.ReadAsync(shown.Id, Ct));
        Assert.Equal([9, 9, 9], await Documents.ReadOriginalAsync(shown, Ct));
        Assert.Equal([new PageSize(360, 180)], (await Documents.GetAsync(shown.Id, Ct)).Pages);
    }

    [Fact]
    public async Task Without_its_key_a_session_is_unreadable_and_its_files_are_gone()
    {
        var session = await SitDownAsync();
        var (kept, neighbour) = (await AddAsync([1, 2, 3], session), await AddAsync([4, 5, 6], await SitDownAsync()));
        var copy = await File.ReadAllBytesAsync(ShownPath(kept), Ct);
        await Documents.ShredAsync(session, Ct);
        Assert.False(Directory.Exists(Files.FolderOf(session)));
        Directory.CreateDirectory(Files.FolderOf(session)); // from a backup that outlived the purge
        await File.WriteAllBytesAsync(ShownPath(kept), copy, Ct);
        await Assert.ThrowsAsync<SessionShreddedException>(() => Documents.ReadAsync(kept.Id, Ct));
        Assert.Equal([4, 5, 6], await Documents.ReadAsync(neighbour.Id, Ct));
        Assert.Equal(kept.Sha256, Assert.Single(await Documents.ListAsync(session, Ct)).Sha256); // what there was is still known
    }

    [Fact]
    public async Task Of_many_who_make_a_sessions_key_at_once_one_wins_and_all_use_it()
    {
        var session = await SitDownAsync();
        var keys = Process.GetRequiredService<SessionKeys>();
        var given = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => keys.OfAsync(session, Ct))));
        Assert.All(given, key => Assert.Equal(given[0], key));
    }

    [Fact]
    public async Task The_sweep_takes_what_nobody_knows_and_nothing_else()
    {
        var session = await SitDownAsync();
        var kept = await UploadAsync(session, [1, 2, 3]);
        await Documents.ShowAsync(kept, new byte[] { 1, 2 }, "image/png", A4[..1], false, Ct);
        var running = await Uploads.GrowAsync(await BeginAsync(session, new byte[10]), 0, new byte[5], Ct);
        var orphan = Files.PathOf(session, new(Guid.NewGuid()), DocumentFile.Shown);
        var draft = ShownPath(kept) + "." + Guid.NewGuid().ToString("N");
        var shredded = Files.PathOf(new(Guid.NewGuid()), kept.Id, DocumentFile.Shown);
        Directory.CreateDirectory(Path.GetDirectoryName(shredded)!);
        foreach (var file in new[] { orphan, draft, shredded }) await File.WriteAllBytesAsync(file, [0], Ct);

        Assert.Equal(0, await Documents.SweepAsync(DateTimeOffset.UtcNow.AddHours(-1), Ct)); // all of it is young
        Assert.NotNull(await Uploads.FindAsync(running.Id, Ct));
        Assert.Equal(4, await Documents.SweepAsync(DateTimeOffset.UtcNow.AddHours(1), Ct)); // the three and the given-up upload
        Assert.Equal([1, 2], await Documents.ReadAsync(kept.Id, Ct));
        Assert.Equal([1, 2, 3], await Documents.ReadOriginalAsync(kept, Ct));
        Assert.Null(await Uploads.FindAsync(running.Id, Ct));
    }

    private async Task<SharedDocument> AddAsync(byte[] bytes, SessionId? session = null) =>
        await Documents.AddAsync(Title(session ?? await SitDownAsync(), DocumentOrigin.Generated), bytes, "application/pdf", A4, Ct);

    private async Task<SharedDocument> UploadAsync(SessionId session, byte[] bytes) =>
        (await Uploads.FinishAsync(await Uploads.GrowAsync(await BeginAsync(session, bytes), 0, bytes, Ct), Ct))!;

    private Task<DocumentUpload> BeginAsync(SessionId session, byte[] bytes) => Uploads.BeginAsync(Title(session, DocumentOrigin.Uploaded), null, bytes.Length, Hash(bytes), Ct);

    private string ShownPath(SharedDocument document) => Files.PathOf(document.Session, document.Id, DocumentFile.Shown);

    private static DocumentTitle Title(SessionId session, DocumentOrigin origin) => new(session, "申请表.pdf", null, origin, null);

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
