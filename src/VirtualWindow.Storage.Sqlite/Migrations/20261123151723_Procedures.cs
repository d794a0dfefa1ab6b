using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VirtualWindow.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Procedures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Cases_Session",
                table: "Cases");

            migrationBuilder.AddColumn<string>(
                name: "SideBySideSha256",
                table: "Recordings",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Note",
                table: "FollowUpSteps",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Acts",
                table: "FollowUps",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Label",
                table: "FollowUps",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Lane",
                table: "FollowUps",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "MainCase",
                table: "Cases",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "FollowUpActs",
                columns: table => new
                {
                    FollowUp = table.Column<Guid>(type: "TEXT", nullable: false),
                    Serial = table.Column<int>(type: "INTEGER", nullable: false),
                    Move = table.Column<int>(type: "INTEGER", nullable: false),
                    Step = table.Column<string>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    By = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FollowUpActs", x => new { x.FollowUp, x.Serial });
                    table.ForeignKey(
                        name: "FK_FollowUpActs_FollowUps_FollowUp",
                        column: x => x.FollowUp,
                        principalTable: "FollowUps",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Procedures",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Authority = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Holder = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Department = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Mode = table.Column<int>(type: "INTEGER", nullable: false),
                    Joint = table.Column<bool>(type: "INTEGER", nullable: false),
                    DecisionDays = table.Column<int>(type: "INTEGER", nullable: false),
                    DecisionUnit = table.Column<int>(type: "INTEGER", nullable: false),
                    ReceivedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    AcceptedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    AcceptedBy = table.Column<string>(type: "TEXT", maxLength: 450, nullable: true),
                    SupplementText = table.Column<string>(type: "TEXT", nullable: true),
                    Reviewer = table.Column<string>(type: "TEXT", maxLength: 450, nullable: true),
                    ReviewerName = table.Column<string>(type: "TEXT", nullable: true),
                    ExtensionDays = table.Column<int>(type: "INTEGER", nullable: false),
                    ExtensionReason = table.Column<string>(type: "TEXT", nullable: true),
                    DecisionCode = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    DecisionListVersion = table.Column<int>(type: "INTEGER", nullable: true),
                    DecisionText = table.Column<string>(type: "TEXT", nullable: true),
                    DecidedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    DeliveredOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ArchivedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Warning = table.Column<int>(type: "INTEGER", nullable: false),
                    Acts = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Procedures", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Procedures_Cases_Id",
                        column: x => x.Id,
                        principalTable: "Cases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ProcedureEvents",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Serial = table.Column<int>(type: "INTEGER", nullable: false),
                    Move = table.Column<int>(type: "INTEGER", nullable: false),
                    From = table.Column<int>(type: "INTEGER", nullable: false),
                    To = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 450, nullable: true),
                    ByName = table.Column<string>(type: "TEXT", nullable: true),
                    Site = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProcedureEvents", x => new { x.Case, x.Serial });
                    table.ForeignKey(
                        name: "FK_ProcedureEvents_Procedures_Case",
                        column: x => x.Case,
                        principalTable: "Procedures",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ProcedurePauses",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Serial = table.Column<int>(type: "INTEGER", nullable: false),
                    Procedure = table.Column<int>(type: "INTEGER", nullable: false),
                    ExpectedDays = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProcedurePauses", x => new { x.Case, x.Serial });
                    table.ForeignKey(
                        name: "FK_ProcedurePauses_Procedures_Case",
                        column: x => x.Case,
                        principalTable: "Procedures",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_FollowUps_CreatedAt",
                table: "FollowUps",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Cases_MainCase_Item",
                table: "Cases",
                columns: new[] { "MainCase", "Item" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Cases_Session",
                table: "Cases",
                column: "Session",
                unique: true,
                filter: "\"MainCase\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ProcedureEvents_At",
                table: "ProcedureEvents",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Procedures_Holder_Department_State",
                table: "Procedures",
                columns: new[] { "Holder", "Department", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Procedures_State_DueOn",
                table: "Procedures",
                columns: new[] { "State", "DueOn" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FollowUpActs");

            migrationBuilder.DropTable(
                name: "ProcedureEvents");

            migrationBuilder.DropTable(
                name: "ProcedurePauses");

            migrationBuilder.DropTable(
                name: "Procedures");

            migrationBuilder.DropIndex(
                name: "IX_FollowUps_CreatedAt",
                table: "FollowUps");

            migrationBuilder.DropIndex(
                name: "IX_Cases_MainCase_Item",
                table: "Cases");

            migrationBuilder.DropIndex(
                name: "IX_Cases_Session",
                table: "Cases");

            migrationBuilder.DropColumn(
                name: "SideBySideSha256",
                table: "Recordings");

            migrationBuilder.DropColumn(
                name: "Note",
                table: "FollowUpSteps");

            migrationBuilder.DropColumn(
                name: "Acts",
                table: "FollowUps");

            migrationBuilder.DropColumn(
                name: "Label",
                table: "FollowUps");

            migrationBuilder.DropColumn(
                name: "Lane",
                table: "FollowUps");

            migrationBuilder.DropColumn(
                name: "MainCase",
                table: "Cases");

            migrationBuilder.CreateIndex(
                name: "IX_Cases_Session",
                table: "Cases",
                column: "Session",
                unique: true);
        }
    }
}
