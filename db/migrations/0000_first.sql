CREATE TABLE "classifications" (
	"server" text NOT NULL,
	"name" text NOT NULL,
	"category" text NOT NULL,
	"effect" text NOT NULL,
	"risk" text NOT NULL,
	"facets" jsonb NOT NULL,
	"steps" jsonb NOT NULL,
	"rationale" text NOT NULL,
	"evidence" jsonb NOT NULL,
	"conflicts" jsonb NOT NULL,
	"confidence" double precision NOT NULL,
	"engine" text NOT NULL,
	CONSTRAINT "classifications_server_name_pk" PRIMARY KEY("server","name")
);
--> statement-breakpoint
CREATE TABLE "crawl_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"sources" integer NOT NULL,
	"crawled" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "definitions" (
	"hash" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"title" text,
	"description" text,
	"input_schema" json,
	"output_schema" json,
	"annotations" json,
	"replaced" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "failures" (
	"source" text PRIMARY KEY NOT NULL,
	"run" text NOT NULL,
	"kind" text NOT NULL,
	"message" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "repositories" (
	"source" text PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"url" text,
	"description" text,
	"license" text,
	"archived" boolean,
	"revision" text,
	"validator" text,
	CONSTRAINT "repositories_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "servers" (
	"id" text PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"revision" text NOT NULL,
	"path" text NOT NULL,
	"name" text NOT NULL,
	"packages" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"source" text NOT NULL,
	"revision" text NOT NULL,
	"extractors" text NOT NULL,
	"line_url" text,
	"skipped" jsonb NOT NULL,
	"crawled_at" timestamp with time zone NOT NULL,
	CONSTRAINT "snapshots_source_revision_pk" PRIMARY KEY("source","revision")
);
--> statement-breakpoint
CREATE TABLE "tools" (
	"server" text NOT NULL,
	"name" text NOT NULL,
	"definition" text NOT NULL,
	"at" jsonb NOT NULL,
	"handler" jsonb,
	"handler_source" text,
	"method" text NOT NULL,
	"when" text,
	CONSTRAINT "tools_server_name_pk" PRIMARY KEY("server","name")
);
--> statement-breakpoint
CREATE TABLE "unresolved" (
	"server" text NOT NULL,
	"position" integer NOT NULL,
	"path" text NOT NULL,
	"line" integer NOT NULL,
	"end_line" integer,
	"reason" text NOT NULL,
	CONSTRAINT "unresolved_server_position_pk" PRIMARY KEY("server","position")
);
--> statement-breakpoint
ALTER TABLE "classifications" ADD CONSTRAINT "classifications_server_name_tools_server_name_fk" FOREIGN KEY ("server","name") REFERENCES "public"."tools"("server","name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failures" ADD CONSTRAINT "failures_run_crawl_runs_id_fk" FOREIGN KEY ("run") REFERENCES "public"."crawl_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "servers" ADD CONSTRAINT "servers_source_repositories_source_fk" FOREIGN KEY ("source") REFERENCES "public"."repositories"("source") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "servers" ADD CONSTRAINT "servers_source_revision_snapshots_source_revision_fk" FOREIGN KEY ("source","revision") REFERENCES "public"."snapshots"("source","revision") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_source_repositories_source_fk" FOREIGN KEY ("source") REFERENCES "public"."repositories"("source") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tools" ADD CONSTRAINT "tools_server_servers_id_fk" FOREIGN KEY ("server") REFERENCES "public"."servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tools" ADD CONSTRAINT "tools_definition_definitions_hash_fk" FOREIGN KEY ("definition") REFERENCES "public"."definitions"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unresolved" ADD CONSTRAINT "unresolved_server_servers_id_fk" FOREIGN KEY ("server") REFERENCES "public"."servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "classifications_risk_category_index" ON "classifications" USING btree ("risk","category");--> statement-breakpoint
CREATE INDEX "servers_source_index" ON "servers" USING btree ("source");--> statement-breakpoint
CREATE INDEX "tools_name_index" ON "tools" USING btree ("name");--> statement-breakpoint
CREATE INDEX "tools_definition_index" ON "tools" USING btree ("definition");