using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VirtualWindow.Storage.Recordings;

namespace VirtualWindow.Storage.Mapping;

internal sealed class SessionRecordingMapping : IEntityTypeConfiguration<SessionRecording>
{
    public void Configure(EntityTypeBuilder<SessionRecording> builder)
    {
        builder.ToTable("Recordings");
        builder.HasKey(recording => recording.Id);
        builder.Property(recording => recording.Id).ValueGeneratedNever();
        builder.Property(recording => recording.Folder).HasMaxLength(200);
        builder.Property(recording => recording.ManifestSha256).HasMaxLength(64);
        builder.Property(recording => recording.SideBySideSha256).HasMaxLength(64);
        builder.HasIndex(recording => recording.Session);
    }
}

internal sealed class RecordingAnswerMapping : IEntityTypeConfiguration<RecordingAnswer>
{
    public void Configure(EntityTypeBuilder<RecordingAnswer> builder)
    {
        builder.ToTable("RecordingAnswers");
        builder.HasKey(answer => answer.Id);
        builder.Property(answer => answer.Id).ValueGeneratedNever();
        builder.HasIndex(answer => answer.Session);
    }
}
