#include "daemon/editor/extractive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/editor/language.h"
#include "feeds/base/utf8.h"
#include "tests/daemon/editor/stories_for_test.h"

namespace eightbells {
namespace {

using namespace eightbells::testing;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Edited edited(const Candidate& member, const std::string& language = "zh-CN") {
  return edit_extractively(request_for({&member}, language));
}

const char* kArticle =
    "蓝鲸实验室周二发布了第三代航行模型，并开放全部权重和训练数据，供港口、船厂和大学免费使用。\n"
    "新模型在避碰测试中的成功率达到92%，比上一代提高了11个百分点，推理只需要一块普通显卡。\n"
    "图源：蓝鲸实验室\n"
    "实验室主任林一表示，团队用三年时间在十七个港口采集了四千小时的雷达和视频数据，覆盖大雾、夜航和拥挤航道。"
    "\n"
    "那么，它会取代领航员吗？\n"
    "首批试用将于九月在东港开始，为期六个月，结果会向社会公布。\n"
    "点击查看更多内容";

TEST(Extractive, AnArticleKeepsItsTitleAndGivesItsBestSentences) {
  const Edited out = edited(candidate("【快讯】蓝鲸实验室发布第三代航行模型 | 海港科技", kArticle,
                                      "https://haigang.example/1", "海港科技"));
  EXPECT_EQ(out.title, "蓝鲸实验室发布第三代航行模型");
  EXPECT_THAT(out.summary, StartsWith("蓝鲸实验室周二发布了第三代航行模型"));
  EXPECT_THAT(out.summary, HasSubstr("92%"));
  EXPECT_THAT(out.summary, Not(HasSubstr("图源")));
  EXPECT_THAT(out.summary, Not(HasSubstr("点击")));
  EXPECT_THAT(out.summary, Not(HasSubstr("领航员吗")));
  const std::size_t letters = count_code_points(out.summary);
  EXPECT_GE(letters, 100U);
  EXPECT_LE(letters, 320U);
  EXPECT_EQ(out.by, "extractive");
  EXPECT_EQ(out.importance, std::nullopt);
}

TEST(Extractive, EverySentenceIsOneOfTheSources) {
  const Edited out = edited(candidate("蓝鲸实验室发布航行模型", kArticle));
  std::string rest = out.summary;
  for (std::size_t end = rest.find("。"); end != std::string::npos; end = rest.find("。")) {
    EXPECT_THAT(kArticle, HasSubstr(rest.substr(0, end)));
    rest.erase(0, end + 3);
  }
  EXPECT_EQ(rest, "");
}

TEST(Extractive, ATitleAloneHasNoSummary) {
  EXPECT_EQ(edited(candidate("Introducing Tern 2", "")).summary, "");
  EXPECT_EQ(edited(candidate("Introducing Tern 2", "Introducing Tern 2")).summary, "");
  EXPECT_EQ(edited(candidate("Introducing Tern 2", "Jul 24, 2026 Introducing Tern 2")).summary, "");
}

TEST(Extractive, ATitleLineAboveABodyIsTheTitle) {
  const std::string body =
      "蓝鲸实验室周二发布了第三代航行模型，并开放全部权重和训练数据，供港口、船厂和大学免费使用。新模型在避碰"
      "测试中的成功率达到92%，"
      "比上一代提高了11个百分点，推理只需要一块普通显卡。首批试用将于九月在东港开始，为期六个月。";
  const Edited out = edited(candidate("", "蓝鲸实验室发布第三代航行模型\n\n" + body));
  EXPECT_EQ(out.title, "蓝鲸实验室发布第三代航行模型");
  EXPECT_EQ(out.summary, body);
}

TEST(Extractive, APostWithoutATitleGivesItsFirstSentence) {
  const Edited out = edited(candidate(
      "", "The new Free Mode is the fastest we have built. 🎉 It answers in 80 milliseconds! https://t.co/x",
      "https://x.com/a/status/1"));
  EXPECT_EQ(out.title, "The new Free Mode is the fastest we have built");
  EXPECT_EQ(out.summary, "It answers in 80 milliseconds!");
}

TEST(Extractive, AShortFirstSentenceIsJoinedByTheNext) {
  EXPECT_EQ(edited(candidate("", "Big news! Tern 2 is here today. Try it.")).title,
            "Big news! Tern 2 is here today");
}

TEST(Extractive, ALongFirstSentenceIsCutAtAClauseAndStaysWholeInTheSummary) {
  const Edited out = edited(candidate("",
                                      "如果你关心人工智能的未来，那么今天发布的这份长达两百页的报告值得一读，"
                                      "因为它第一次给出了完整的电力数据和成本数据。报告由三所大学完成。"));
  EXPECT_LE(count_code_points(out.title), 46U);
  EXPECT_THAT(out.title, StartsWith("如果你关心人工智能的未来"));
  EXPECT_THAT(out.summary, HasSubstr("完整的电力数据和成本数据。"));
}

TEST(Extractive, AnEnglishPostHasAnEnglishBandInAChineseDigest) {
  const std::string text =
      "Every port in the north is three weeks away from running its cranes without a single operator";
  EXPECT_EQ(edited(candidate("", text)).title, text);
}

TEST(Extractive, LengthsThatWereAskedForHold) {
  const Candidate member =
      candidate("蓝鲸实验室发布第三代航行模型，开放全部权重，并宣布九月开始试用", kArticle);
  EditRequest request = request_for({&member});
  request.length = {4, 20, 30, 60};
  const Edited out = edit_extractively(request);
  EXPECT_EQ(out.title, "蓝鲸实验室发布第三代航行模型");
  EXPECT_LE(count_code_points(out.summary), 60U);
}

TEST(Extractive, OtherVoicesAddWhatTheFirstDoesNotSay) {
  const Candidate lead =
      candidate("Kestrel opens its weights", "Kestrel opened the weights of its robot model on Tuesday.");
  const Candidate again =
      candidate("Kestrel weights open", "Kestrel opened the weights of its robot model on Tuesday.");
  const Candidate more =
      candidate("Robots", "The model was trained on four thousand hours of video from seventeen harbours.");
  const Edited out = edit_extractively(request_for({&lead, &again, &more}, "en"));
  EXPECT_EQ(out.title, "Kestrel opens its weights");
  EXPECT_EQ(out.summary,
            "Kestrel opened the weights of its robot model on Tuesday. The model was trained on four "
            "thousand hours of video from seventeen harbours.");
}

TEST(Extractive, AVoiceInTheDigestsLanguageIsPreferred) {
  const Candidate lead =
      candidate("Kestrel opens its weights", "Kestrel opened the weights of its robot model on Tuesday.");
  const Candidate chinese =
      candidate("红隼开放机器人模型权重", "红隼周二开放了机器人模型的权重，供大学免费使用。");
  EXPECT_EQ(edit_extractively(request_for({&lead, &chinese}, "zh-CN")).title, "红隼开放机器人模型权重");
  EXPECT_EQ(edit_extractively(request_for({&lead, &chinese}, "en")).title, "Kestrel opens its weights");
  EXPECT_THAT(edit_extractively(request_for({&lead, &chinese}, "en")).summary, Not(HasSubstr("红隼")));
}

TEST(Extractive, AReportInTheDigestsLanguageGoesBeforeARemark) {
  const Candidate english =
      candidate("A ferry without a crew enters service", "The ferry crosses the bay in twelve minutes.");
  const Candidate remark = candidate("", "坐了一回无人渡轮，比想象中安静得多，靠岸的时候几乎没有感觉。");
  const Candidate report =
      candidate("无人渡轮在海湾投入运营", "这艘渡轮十二分钟横渡海湾，船上没有船员，由岸上的控制室监看。");
  EXPECT_EQ(edit_extractively(request_for({&english, &remark, &report})).title, "无人渡轮在海湾投入运营");
}

TEST(Extractive, AHeadlineGrownTogetherWithItsTextIsCutFromIt) {
  const std::string all =
      "港口的起重机学会了自己看路和避让 一位在港口工作了二十年的老师傅说，他从来没有想过会有这一天。 "
      "新系统从三月开始试运行，已经移动了四万个集装箱，没有发生一次碰撞。";
  const Edited out = edited(candidate(all, all));
  EXPECT_EQ(out.title, "港口的起重机学会了自己看路和避让");
  EXPECT_THAT(out.summary, StartsWith("一位在港口工作了二十年的老师傅说"));
}

TEST(Extractive, ATitleIsNeverEmpty) {
  Candidate link_only = candidate("", "https://t.co/abcdef", "https://x.com/lab/status/1", "The Lab");
  EXPECT_EQ(edited(link_only).title, "The Lab");
  link_only.entry.author = "@lab";
  EXPECT_EQ(edited(link_only).title, "@lab");
  EXPECT_EQ(edited(candidate("", "LOUDER https://t.co/x")).title, "LOUDER");
  EXPECT_EQ(edited(candidate("", "", "https://news.example/1", "")).title, "https://news.example/1");
  EXPECT_EQ(edit_extractively(request_for({})).title, "");
}

TEST(Extractive, OneLineAndValidWhateverComes) {
  std::string hostile = "a\x01\n\n\r\n\u202E](javascript:alert(1)) <script>\n---\n";
  for (int i = 0; i < 3000; ++i) hostile += "“(【…。！？. http:// #@ ";
  for (const std::string& title : {std::string(), hostile}) {
    const Edited out = edited(candidate(title, hostile));
    EXPECT_TRUE(is_valid_utf8(out.title) && is_valid_utf8(out.summary));
    EXPECT_EQ(out.title.find('\n'), std::string::npos);
    EXPECT_EQ(out.summary.find('\n'), std::string::npos);
    EXPECT_EQ(without_controls(out.title + out.summary), out.title + out.summary);
    EXPECT_LE(count_code_points(out.title), 180U);
    EXPECT_LE(count_code_points(out.summary), 600U);
  }
}

TEST(Bands, DefaultsAreTheLanguages) {
  EXPECT_EQ(band_for({}, "zh-CN").summary_max, 320);
  EXPECT_EQ(band_for({}, "en").summary_max, 600);
  EXPECT_EQ(band_for({0, 30, 0, 0}, "en").title_max, 30);
  EXPECT_EQ(band_for({0, 10, 0, 0}, "en").title_min, 10);
}

TEST(Languages, AreToldByScriptAndSmallWords) {
  EXPECT_TRUE(is_written_in("Replit CEO Amjad Masad论编程普及化与AI Agents", "zh-CN"));
  EXPECT_FALSE(is_written_in("An English title", "zh-CN"));
  EXPECT_FALSE(is_written_in("新しいモデルをリリースしました", "zh-CN"));
  EXPECT_TRUE(is_written_in("新しいモデルをリリースしました", "ja"));
  EXPECT_FALSE(is_written_in("中文的标题", "en"));
  EXPECT_TRUE(is_written_in("Модель открыта для всех", "ru"));
  const char* english =
      "The lab said that it will open the weights of its model to everyone by the end of the year";
  EXPECT_TRUE(is_written_in(english, "en"));
  EXPECT_FALSE(is_written_in(english, "de"));
  EXPECT_TRUE(is_written_in(
      "Das Labor hat die Gewichte seines Modells geöffnet und will bis Ende des Jahres auch die Daten zeigen",
      "de"));
}

TEST(Language, IsWhatTheSourceDeclaresWhereThatCanBeTrue) {
  EXPECT_EQ(language_of_text("新一代家用机器人", "zh-CN"), "zh-CN");
  EXPECT_EQ(language_of_text("Ein neues Modell für alle", "de"), "de");
  EXPECT_EQ(language_of_text("A robot that folds shirts and is cheaper than a car", "zh"), "en");
  EXPECT_EQ(language_of_text("A robot that folds shirts and is cheaper than a car", ""), "en");
  EXPECT_EQ(language_of_text("新一代家用机器人", "en"), "zh");
  EXPECT_EQ(language_of_text("新しいモデルをリリースしました", ""), "ja");
  EXPECT_EQ(language_of_text("새로운 모델을 공개했습니다", "zh"), "ko");
  EXPECT_EQ(language_of_text("Korvam 3 Ultra", "zh"), "") << "names are of no language";
  EXPECT_EQ(language_of_text("La nouvelle carte est là pour tous", ""), "") << "not English, and not known";
  EXPECT_EQ(language_of_text("", ""), "");
}

}  // namespace
}  // namespace eightbells
