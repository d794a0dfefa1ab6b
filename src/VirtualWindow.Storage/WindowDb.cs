using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Materials;
using VirtualWindow.Domain.Orders;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Signing;
using VirtualWindow.Domain.Sites;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage.Access;
using VirtualWindow.Storage.Catalogue;
using VirtualWindow.Storage.Documents;
using VirtualWindow.Storage.Figures;
using VirtualWindow.Storage.Forms;
using VirtualWindow.Storage.Identity;
using VirtualWindow.Storage.Mapping;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Outside;
using VirtualWindow.Storage.Papers;
using VirtualWindow.Storage.Presence;
using VirtualWindow.Storage.Queue;
using VirtualWindow.Storage.Recordings;
using VirtualWindow.Storage.Seals;
using VirtualWindow.Storage.Sequences;

namespace VirtualWindow.Storage;

/// <summary>All tables, on SQLite and PostgreSQL alike. Reached through <see cref="IWindowStore"/>; only the identity system and
/// data protection, which bring their own stores, use it directly.</summary>
public sealed class WindowDb(DbContextOptions<WindowDb> options)
    : IdentityDbContext<StaffUser, IdentityRole, string>(options), IDataProtectionKeyContext
{
    public DbSet<Site> Sites => Set<Site>();
    public DbSet<Window> Windows => Set<Window>();
    public DbSet<SpecialDay> SpecialDays => Set<SpecialDay>();
    public DbSet<Department> Departments => Set<Department>();
    public DbSet<Region> Regions => Set<Region>();
    public DbSet<ServiceItem> Items => Set<ServiceItem>();
    public DbSet<ImplementationCode> ImplementationCodes => Set<ImplementationCode>();
    public DbSet<CatalogueEdition> CatalogueEditions => Set<CatalogueEdition>();

    public DbSet<Ticket> Tickets => Set<Ticket>();
    public DbSet<PastOffer> PastOffers => Set<PastOffer>();
    public DbSet<Desk> Desks => Set<Desk>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<Participant> Participants => Set<Participant>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<MaterialCheck> MaterialChecks => Set<MaterialCheck>();
    public DbSet<SupplementNotice> SupplementNotices => Set<SupplementNotice>();
    public DbSet<CannedAnswer> CannedAnswers => Set<CannedAnswer>();
    public DbSet<Case> Cases => Set<Case>();
    public DbSet<Procedure> Procedures => Set<Procedure>();
    public DbSet<ProcedureEvent> ProcedureEvents => Set<ProcedureEvent>();
    public DbSet<Rating> Ratings => Set<Rating>();
    public DbSet<RatingInvitation> RatingInvitations => Set<RatingInvitation>();
    public DbSet<BadReview> BadReviews => Set<BadReview>();
    public DbSet<OutboundMessage> Messages => Set<OutboundMessage>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<OrderEvent> OrderEvents => Set<OrderEvent>();
    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<WebhookAttempt> WebhookAttempts => Set<WebhookAttempt>();
    public DbSet<OutsideToken> OutsideTokens => Set<OutsideToken>();
    public DbSet<DailyFigure> DailyFigures => Set<DailyFigure>();
    public DbSet<SessionRecording> Recordings => Set<SessionRecording>();
    public DbSet<RecordingAnswer> RecordingAnswers => Set<RecordingAnswer>();

    public DbSet<SessionForm> SessionForms => Set<SessionForm>();
    public DbSet<SessionFormEntry> SessionFormEntries => Set<SessionFormEntry>();

    public DbSet<CaseNotice> CaseNotices => Set<CaseNotice>();
    public DbSet<CaseKey> CaseKeys => Set<CaseKey>();
    public DbSet<CaseArchive> CaseArchives => Set<CaseArchive>();
    public DbSet<ItemRetention> ItemRetentions => Set<ItemRetention>();
    public DbSet<ArchiveEntry> ArchiveEntries => Set<ArchiveEntry>();
    public DbSet<Seal> Seals => Set<Seal>();
    public DbSet<SealLedgerLine> SealLedger => Set<SealLedgerLine>();
    public DbSet<KeptKey> KeptKeys => Set<KeptKey>();
    public DbSet<SecondFactor> SecondFactors => Set<SecondFactor>();
    public DbSet<SigningGate> Signings => Set<SigningGate>();
    public DbSet<KeptHandwriting> KeptHandwritings => Set<KeptHandwriting>();
    public DbSet<DetachedSeal> DetachedSeals => Set<DetachedSeal>();

    public DbSet<SharedDocument> Documents => Set<SharedDocument>();
    public DbSet<DocumentUpload> DocumentUploads => Set<DocumentUpload>();
    public DbSet<DocumentRequest> DocumentRequests => Set<DocumentRequest>();
    public DbSet<DocumentShowing> DocumentShowings => Set<DocumentShowing>();
    public DbSet<SessionKey> SessionKeys => Set<SessionKey>();

    public DbSet<DailySequence> Sequences => Set<DailySequence>();
    public DbSet<FollowUpEntry> FollowUps => Set<FollowUpEntry>();
    public DbSet<FollowUpStep> FollowUpSteps => Set<FollowUpStep>();
    public DbSet<FollowUpAct> FollowUpActs => Set<FollowUpAct>();
    public DbSet<JoinToken> JoinTokens => Set<JoinToken>();
    public DbSet<ApplicantPass> ApplicantPasses => Set<ApplicantPass>();
    public DbSet<PadPass> PadPasses => Set<PadPass>();
    public DbSet<Attendance> Attendances => Set<Attendance>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>True once the running work added a follow-up: the pump is woken after the commit.</summary>
    internal bool RingsBell { get; set; }

    // Fixed here, because the identity options of the running application would otherwise change the model.
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => Conversions.Apply(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(WindowDb).Assembly);
    }
}
