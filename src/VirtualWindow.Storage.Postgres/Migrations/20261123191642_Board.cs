using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VirtualWindow.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Board : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "Parked",
                table: "Tickets",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Wish",
                table: "Tickets",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "Desk",
                table: "Participants",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "Invitation",
                table: "Desks",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CannedAnswers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Key = table.Column<int>(type: "integer", nullable: true),
                    Title = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CannedAnswers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Invitations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Session = table.Column<Guid>(type: "uuid", nullable: false),
                    Purpose = table.Column<int>(type: "integer", nullable: false),
                    From = table.Column<Guid>(type: "uuid", nullable: false),
                    FromName = table.Column<string>(type: "text", nullable: false),
                    FromSite = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    To = table.Column<Guid>(type: "uuid", nullable: false),
                    ToName = table.Column<string>(type: "text", nullable: false),
                    ToSite = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Note = table.Column<string>(type: "text", nullable: true),
                    Reason = table.Column<string>(type: "text", nullable: true),
                    AskedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    JoinedAt = table.Column<long>(type: "bigint", nullable: true),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Invitations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "MaterialChecks",
                columns: table => new
                {
                    Session = table.Column<Guid>(type: "uuid", nullable: false),
                    Serial = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    Verdict = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: true),
                    Revision = table.Column<int>(type: "integer", nullable: false),
                    By = table.Column<string>(type: "character varying(450)", maxLength: 450, nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MaterialChecks", x => new { x.Session, x.Serial });
                });

            migrationBuilder.CreateTable(
                name: "SupplementNotices",
                columns: table => new
                {
                    Session = table.Column<Guid>(type: "uuid", nullable: false),
                    ToldAt = table.Column<long>(type: "bigint", nullable: false),
                    By = table.Column<string>(type: "character varying(450)", maxLength: 450, nullable: false),
                    ClerkName = table.Column<string>(type: "text", nullable: false),
                    ClerkNumber = table.Column<string>(type: "text", nullable: false),
                    Items = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SupplementNotices", x => x.Session);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CannedAnswers_Key",
                table: "CannedAnswers",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Invitations_EndedAt",
                table: "Invitations",
                column: "EndedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Invitations_Session",
                table: "Invitations",
                column: "Session");

            migrationBuilder.CreateIndex(
                name: "IX_Invitations_To",
                table: "Invitations",
                column: "To",
                unique: true,
                filter: "\"State\" IN (0, 1)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CannedAnswers");

            migrationBuilder.DropTable(
                name: "Invitations");

            migrationBuilder.DropTable(
                name: "MaterialChecks");

            migrationBuilder.DropTable(
                name: "SupplementNotices");

            migrationBuilder.DropColumn(
                name: "Parked",
                table: "Tickets");

            migrationBuilder.DropColumn(
                name: "Wish",
                table: "Tickets");

            migrationBuilder.DropColumn(
                name: "Desk",
                table: "Participants");

            migrationBuilder.DropColumn(
                name: "Invitation",
                table: "Desks");
        }
    }
}
