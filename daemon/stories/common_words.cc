// The lists are of general use, written by hand: function words, and words that stand in the news of every
// day. They replace a large background corpus: a window of two hundred headlines cannot tell that "free" is
// common and "Superlogical" is not.
#include "daemon/stories/common_words.h"

#include <string>
#include <unordered_map>

#include "feeds/base/utf8.h"
#include "feeds/text/words.h"

namespace eightbells {
namespace {

constexpr std::string_view kEmptyLatin =
    "a an the and or but nor so yet if then than that this these those there here it its it's he "
    "him his she her hers they them their theirs we us our ours you your yours i me my mine who "
    "whom whose which what when where why how all any both each few more most other others some "
    "such no not only own same too very can could will would shall should may might must do does "
    "did done doing don't doesn't didn't isn't aren't won't can't be is am are was were been being "
    "have has had having of in on at by for with about against between into through during before "
    "after above below to from up down out off over under again further once as until while because "
    "just also even still now ever never always often s t re ve ll d m vs via per amid among across "
    "toward towards within without upon onto like unlike despite instead rather quite almost nearly "
    "around one two three four five six seven eight nine ten first second third last next new old "
    "get gets got getting go goes going gone come comes came make makes made making take takes took "
    "taken let lets see sees saw seen say says said want wants need needs use uses used using know "
    "knows think thinks way ways thing things lot many much every another yes ok rt amp ";

constexpr std::string_view kCommonLatin =
    "able accept access account accuse achieve act action active actually add address adult affect "
    "afford africa agency agent agree ahead ai aid aim air alert alive allege allow alone already "
    "alternative amaze america american amount analysis analyst announce answer anyone anything "
    "apart app appear apply approach approve april area arm army arrest arrive art article "
    "artificial ask asset assist attack attempt attend attention august author authority available "
    "average avoid award away baby back background bad ban band bank bar base basic battle beach "
    "beat beautiful become bed begin behavior behind believe benefit best bet better beyond bid big "
    "bill billion bird birth bit black blame block blog blood blow blue board boat body book boom "
    "boost border born boss bottom box boy brain brand break breakthrough bridge brief bring broad "
    "brother budget build builder burn business buy buyer call camera camp campaign cancer "
    "candidate capability capital car card care career carry case cash catch cause celebrate center "
    "central century ceo chair challenge champion chance change chapter charge chart chat cheap "
    "check chief child children china chinese chip choice choose christmas church citizen city "
    "civil claim class classic clean clear click client climate close cloud club coach code coffee "
    "cold collect college color comment commercial commission commit committee common community "
    "company compare compete competition competitor complain complete complex compute computer "
    "concern condition conference confirm conflict congress connect consider constant consumer "
    "contact contain content contest context continue contract control controversial conversation "
    "convert cook cool copy core corporate cost council count country county couple course court "
    "cover crash crazy create creative creator credit crime crisis critic critical cross crowd cry "
    "culture current customer cut daily damage dance danger dark data database date daughter day "
    "dead deal death debate debt debut decade december decide decision decline deep defeat defend "
    "defense degree delay deliver demand democrat deny department depend deploy describe design "
    "designer desktop destroy detail detect develop developer development device die diet "
    "difference different difficult digital dinner direct director disaster discount discover "
    "discuss disease display district doctor document dog dollar door double doubt download draft "
    "drama draw dream dress drink drive driver drop due early earn earth ease east easy eat "
    "economic economy edge edit edition editor education effect effective effort election electric "
    "element else email emerge emergency employ employee end enemy energy engine engineer enjoy "
    "enough ensure enter enterprise entertainment entire entry environment era error escape "
    "essential establish estimate european event everyone everything evidence exact examine example "
    "excel exclusive executive exist exit expand expect expensive experience experiment expert "
    "explain explore expose express extend extra extreme eye face fact factory fail failure fair "
    "fall false fame family famous fan far farm fast father favor favorite fear feature february "
    "federal feed feel female fight figure file fill film final finally finance financial find fine "
    "finish fire firm fish fit fix flag flight flood floor flow fly focus follow food football "
    "force foreign forest forget form former forward found foundation founder frame free freedom "
    "fresh friday friend front fuel full fun function fund future gain game gap garden gas general "
    "generate generation generative giant girl give glass global goal god gold good government "
    "grand grant great green ground group grow growth guard guess guest guide guilty gun guy hack "
    "half hall hand handle happen happy hard hardware harm hate head headline health hear heart "
    "heat heavy hell help hero hid high highlight hill hire history hit hold holiday home honor "
    "hope horse hospital host hot hotel hour house huge human hundred hunt hurt husband idea "
    "identify identity ignore image imagine impact implement important improve incident include "
    "income increase incredible independent index individual industry influence info information "
    "infrastructure initial injure innovation inside insider insight inspire install institute "
    "insurance intelligence intelligent intend interest international internet interview introduce "
    "invest investigate investigation investor invite involve island issue item january job join "
    "joint joke journal journalist journey judge july jump june jury justice keep key kick kid kill "
    "killer kind king kitchen knock knowledge label lab lack lady land language laptop large late "
    "latest laugh launch law lawmaker lawsuit lawyer lay lead leader leadership league leak learn "
    "least leave left legal legend less lesson letter level library lie life lift light limit line "
    "link list listen literal little live load loan local location lock long look lose loss lost "
    "love low luck lunch machine magazine magic main maintain major male manage manager march mark "
    "market marriage marry mass massive master match material matter mayor meal mean measure media "
    "medical meet member memory men mention message metal method middle military million mind "
    "minister minute miss mission mistake mix mobile mode model modern moment monday money monitor "
    "month mood moon morning mother motion mountain move movement movie multiple murder museum "
    "music musician mystery name nation national native natural nature near necessary negative "
    "neighbor network news newspaper nice night nobody normal north note nothing notice november "
    "nuclear number object obvious october offer office officer official oil older olympic online "
    "open opensource operate operation opinion opportunity oppose option order organization "
    "original outside owner pace pack page pain paint pair panel paper parent park part partner "
    "party pass past path patient pattern pay peace people percent perfect perform performance "
    "perhaps period permanent permit person personal phone photo physical pick picture piece pilot "
    "place plan plane planet plant platform play player please plot plus point police policy "
    "political politic politician poll pool poor pop popular population position positive possible "
    "post potential pound power powerful practice prepare present president press pressure pretty "
    "prevent price primary prime prince prison privacy private prize probably problem process "
    "produce producer product production professional professor profile profit program programming "
    "progress project promise promote proof propose protect protest proud prove provide public "
    "publish pull purchase push put quality quarter queen question quick quiet quit race radio "
    "raise range rank rate raw reach react read reader ready real reality realize really reason "
    "receive recent recommend record recover red reduce refer reform refuse regard region register "
    "regret regulate regulator reject relate relation relationship release religion remain remember "
    "remote remove rent repair repeat replace report reporter represent republican request require "
    "rescue research researcher reserve resident resign resist resolve resource respond response "
    "responsible rest restaurant result retail retire return reveal revenue review revolution rich "
    "ride right ring rise risk rival river road rock role roll room root round route row rule run "
    "rush sad safe safety sale save scale scandal scare scene schedule school science scientist "
    "score screen script sea search season seat secret secretary section sector secure security "
    "seek select self sell senate senator send senior sense sentence separate september serie "
    "series serious serve service session set settle setup sever sex shape share shift ship shock "
    "shoot shooter shop short shot show shut sick side sign signal significant silence similar "
    "simple sing singer single sister sit site situation size skill skin sleep slow small smart "
    "smile smoke snow social society soft software soldier solution solve somebody someone "
    "something son song soon sort sound source south space speak special specific speech speed "
    "spend sport spot spread spring staff stage stand standard star start startup state statement "
    "station stay steal step stick stock stop storage store storm story strange strategy stream "
    "street stress strike strong structure struggle student studio study stuff style subject "
    "success successful sue suffer suggest suicide suit summer summit sun sunday super supply "
    "support supreme sure surge surprise survey survive suspect suspend sweet swim switch symbol "
    "system table tackle talent talk tap target task tax tea teach teacher team tear tech technical "
    "technique technology teen television tell temperature term terrible territory terror test text "
    "thank theory therapy thought thousand threat threaten throw thursday ticket tie time tip tire "
    "title today together tomorrow tonight tool top total touch tough tour tourist town toy track "
    "trade traditional traffic trail train transfer transform transition travel treat treatment "
    "tree trend trial trick trigger trip trouble truck true trust truth try tuesday turn tv twice "
    "type unable understand union unique unit unite universe university unknown unlock unusual "
    "unveil update upgrade urge urgent user usual vacation value various vehicle version victim "
    "video view viewer village violence viral virtual visible vision visit visitor visual voice "
    "volume volunteer vote voter wait wake walk wall war warm warn wash waste watch water wave weak "
    "weapon wear weather web website wedding wednesday week weekend weekly weight weird welcome "
    "west western whatever whether white whole wide wife wild win wind window wine winner winter "
    "wire wish woman women wonder wood word work worker workflow world worry worse worst worth wow "
    "wrap write writer wrong yard year yesterday york young youth zero zone tutorial beginner "
    "explainer introduction benchmark agentic llm llms gpu api github repo open-source ";

// Han stands here as words_of cuts it: in pairs, also those across the middle of a longer word (工智 of
// 人工智能).
constexpr std::string_view kEmptyHan =
    "一个 一种 一些 一次 一位 一款 一家 这个 这些 这种 这样 那个 那些 "
    "我们 你们 他们 她们 它们 自己 大家 什么 怎么 如何 为何 为什 哪些 "
    "哪个 因为 所以 但是 不过 而且 以及 或者 如果 虽然 尽管 已经 正在 "
    "将会 可能 可以 能够 应该 需要 必须 没有 不是 不会 不能 不要 就是 "
    "还是 还有 也是 都是 又是 只是 只有 成为 通过 进行 对于 关于 根据 "
    "由于 之后 之前 以来 之间 其中 其他 其它 目前 现在 今天 昨天 今日 "
    "昨日 近日 日前 今年 去年 明年 最近 刚刚 突然 终于 首次 再次 继续 "
    "仍然 仍在 称其 表示 指出 认为 称将 据悉 据称 消息 称为 有望 或将 "
    "将于 将在 将是 并且 并将 同时 以上 以下 左右 超过 达到 更多 更加 "
    "非常 十分 最大 最新 最强 最高 全新 第一 第二 个月 来了 开始 来自 "
    "的是 在于 到了 了一 的一 是一 一场 背后 时代 全部 所有 每个 每天 "
    "整个 完全 真的 真正 到底 究竟 竟然 居然 原来 其实 而是 不再 不仅 "
    "不止 与其 从而 此前 此次 本次 本月 本周 上周 下周 月底 一起 一下 "
    "一样 一直 一切 万元 亿元 美元 元的 年的 月的 日的 款的 个人 人的 "
    "们的 我的 你的 他的 让你 让我 带来 使用 可用 用于 用户 ";

constexpr std::string_view kCommonHan =
    "发布 推出 宣布 公布 上线 更新 升级 支持 提供 新增 新款 产品 公司 "
    "企业 团队 平台 系统 技术 科技 创新 研究 研发 开发 应用 行业 产业 "
    "市场 服务 项目 计划 方案 能力 功能 性能 效率 质量 安全 问题 解决 "
    "实现 打造 构建 建设 发展 合作 融资 投资 上市 收购 估值 营收 增长 "
    "下降 提升 提高 降低 大幅 价格 成本 模型 大模 数据 算法 算力 智能 "
    "人工 工智 能体 机器 器人 芯片 开源 训练 推理 发者 代码 编程 工具 "
    "视频 图像 生成 语音 文本 搜索 助手 手机 汽车 电脑 设备 硬件 软件 "
    "网络 互联 联网 国际 全球 世界 中国 国内 美国 国家 政府 地区 城市 "
    "社会 经济 金融 政策 监管 法律 法院 总统 总理 部长 官员 警方 调查 "
    "报告 报道 新闻 媒体 记者 采访 专家 教授 学者 学生 学校 大学 教育 "
    "医疗 健康 医院 患者 生活 工作 工程 程师 员工 裁员 招聘 创始 始人 "
    "创业 初创 董事 高管 首席 执行 行官 负责 责人 专业 专利 论文 测试 "
    "评测 体验 实测 教程 指南 分享 总结 分析 解析 详解 深度 实战 实践 "
    "入门 学习 从零 教你 手把 攻略 盘点 精选 推荐 周报 日报 早报 晚报 "
    "每日 一周 热点 热门 人类 人们 男子 女子 儿童 家庭 事件 事故 死亡 "
    "袭击 冲突 战争 和平 协议 会议 大会 论坛 活动 比赛 冠军 电影 游戏 "
    "音乐 时间 未来 机会 挑战 风险 影响 变化 趋势 方式 方法 原因 结果 "
    "目标 价值 核心 关键 重要 主要 重大 重磅 正式 全面 免费 开放 限制 "
    "禁止 取消 关闭 停止 离职 加入 回应 否认 确认 承认 曝光 泄露 传闻 "
    "计算 云计 数字 信息 内容 场景 需求 供应 生产 制造 工厂 销售 售价 "
    "销量 订单 客户 消费 费者 品牌 设计 架构 框架 引擎 接口 版本 预览 "
    "内测 公测 发行 公开 下载 安装 部署 运行 本地 云端 管理 运营 战略 "
    "转型 竞争 对手 巨头 领域 领先 突破 进展 阶段 规模 数量 部分 方面 "
    "情况 环境 条件 基础 设施 资源 能源 电力 驾驶 自动 无人 飞机 卫星 "
    "太空 火箭 银行 基金 股价 股票 资本 亿美 万美 百万 千万 中心 机构 "
    "组织 协会 联盟 部门 实验 验室 中文 英文 语言 文化 历史 新的 新一 "
    "一代 两个 三个 多个 百度 ";

using Lists = std::unordered_map<std::string, Commonness>;

void add(Lists& lists, std::string_view words, Commonness commonness) {
  for (Word& word : words_of(words)) lists.emplace(std::move(word.text), commonness);
}

const Lists& lists() {
  static const Lists all = [] {
    Lists out;
    for (const std::string_view words : {kEmptyLatin, kEmptyHan}) add(out, words, Commonness::empty);
    for (const std::string_view words : {kCommonLatin, kCommonHan}) add(out, words, Commonness::common);
    return out;
  }();
  return all;
}

// A character that is a word of grammar makes no content word with its neighbour: 的 模, 和 谷, 被 曝.
bool has_grammar(std::string_view word) {
  static constexpr std::u32string_view kGrammar =
      U"的了和与在是被将让把也都很就这那其及或而且吗呢吧啊们你我他她它谁么哪";
  for (std::size_t at = 0; at < word.size();)
    if (kGrammar.find(next_code_point(word, at)) != std::u32string_view::npos) return true;
  return false;
}

}  // namespace

Commonness commonness_of(std::string_view word) {
  const auto found = lists().find(std::string(word));
  if (found != lists().end()) return found->second;
  return has_grammar(word) ? Commonness::empty : Commonness::rare;
}

}  // namespace eightbells
